import { createPermission } from '@backstage/plugin-permission-common';

/**
 * What depends on the gate of the environment is in the name, so that a policy
 * can tell a member from a lead without knowing Argo CD. All are conditional
 * on the catalog entity, evaluated by the catalog.
 */
const onEntity = <A extends 'create' | 'read' | 'update' | 'delete'>(
  name: string,
  action: A,
) =>
  createPermission({
    name,
    attributes: { action },
    resourceType: 'catalog-entity',
  });

/** See delivery and SLA of an entity. @public */
export const deliveryReadPermission = onEntity('strata.delivery.read', 'read');
/** Ask Argo CD to compare again. @public */
export const deliveryRefreshPermission = onEntity(
  'strata.delivery.refresh',
  'update',
);
/** Sync an environment whose gate is automatic. @public */
export const deliverySyncPermission = onEntity(
  'strata.delivery.sync',
  'update',
);
/** Open a manual gate. @public */
export const deliverySyncGatedPermission = onEntity(
  'strata.delivery.sync.gated',
  'update',
);
/** Delete resources that git no longer holds. @public */
export const deliveryPrunePermission = onEntity(
  'strata.delivery.prune',
  'delete',
);
/** Bring back an earlier deployment where the gate is automatic. @public */
export const deliveryRollbackPermission = onEntity(
  'strata.delivery.rollback',
  'update',
);
/** Bring back an earlier deployment behind a manual gate. @public */
export const deliveryRollbackGatedPermission = onEntity(
  'strata.delivery.rollback.gated',
  'update',
);
/** End a running operation. @public */
export const deliveryTerminatePermission = onEntity(
  'strata.delivery.terminate',
  'update',
);
/** Delete and recreate resources that cannot be changed in place. @public */
export const deliveryForcePermission = onEntity(
  'strata.delivery.force',
  'delete',
);
/** Act though a lock is in force. @public */
export const deliveryBreakGlassPermission = onEntity(
  'strata.delivery.breakglass',
  'update',
);
/** Mark a revision good or bad. @public */
export const deliveryMarkPermission = onEntity(
  'strata.delivery.mark',
  'update',
);

/** Open a change on behalf of a team (conditional on the Group entity). @public */
export const changeCreatePermission = onEntity(
  'strata.change.create',
  'create',
);
/** Merge an open change of a team (conditional on the Group entity). @public */
export const changeMergePermission = onEntity('strata.change.merge', 'update');

/** Release a held-back mass removal. @public */
export const treeReleasePermission = createPermission({
  name: 'strata.tree.release',
  attributes: { action: 'update' },
});
/** Read the audit. @public */
export const auditReadPermission = createPermission({
  name: 'strata.audit.read',
  attributes: { action: 'read' },
});

/** Every permission of Strata, as registered by the backend. @public */
export const strataPermissions = [
  deliveryReadPermission,
  deliveryRefreshPermission,
  deliverySyncPermission,
  deliverySyncGatedPermission,
  deliveryPrunePermission,
  deliveryRollbackPermission,
  deliveryRollbackGatedPermission,
  deliveryTerminatePermission,
  deliveryForcePermission,
  deliveryBreakGlassPermission,
  deliveryMarkPermission,
  changeCreatePermission,
  changeMergePermission,
  treeReleasePermission,
  auditReadPermission,
];
