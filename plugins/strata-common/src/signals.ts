/** Signals channel on which browsers hear that a snapshot changed. @public */
export const strataSignalChannel = 'strata';

/** Events topic with which strata-backend wakes the catalog module. @public */
export const treeAcceptedTopic = 'strata.tree.accepted';

/**
 * What changed, never the data itself: a browser that shows one of these
 * entities or owners asks again, through its own permissions. `sources` says
 * that the ages of upstreams moved on although nothing else did, so that a
 * quiet page does not look stale; it concerns nothing but their state.
 * @public
 */
export type StrataSignal = {
  kind: 'delivery' | 'sla' | 'tree' | 'change' | 'sources';
  entityRefs: string[];
  owners: string[];
};
