/** Signals channel on which browsers hear that a snapshot changed. @public */
export const strataSignalChannel = 'strata';

/** Events topic with which strata-backend wakes the catalog module. @public */
export const treeAcceptedTopic = 'strata.tree.accepted';

/**
 * What changed, never the data itself: a browser that shows one of these
 * entities or owners asks again, through its own permissions.
 * @public
 */
export type StrataSignal = {
  kind: 'delivery' | 'sla' | 'tree' | 'change';
  entityRefs: string[];
  owners: string[];
};
