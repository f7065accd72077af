import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { ResourcePermission } from '@backstage/plugin-permission-common';
import type { EntityRef } from '@strata/plugin-strata-common';

/** A permission that is conditional on a catalog entity. */
export type EntityPermission = ResourcePermission<'catalog-entity'>;

/** What one person may do, decided once and asked per row. */
export interface EntityDecisions {
  allows(permission: EntityPermission, entityRef: EntityRef): boolean;
}

/**
 * Asks the policy about entities. Lists decide in one round, whatever the
 * number of rows; a mutation asks the catalog about the one entity it touches.
 */
export interface EntityAuthorizer {
  /** For lists: conditions are evaluated on the accepted snapshot's entities. */
  decide(
    credentials: BackstageCredentials,
    permissions: readonly EntityPermission[],
  ): Promise<EntityDecisions>;
  /**
   * For mutations: throws NotAllowedError. Refuses credentials that are not a
   * person's, whatever the policy says.
   */
  authorize(
    credentials: BackstageCredentials,
    permission: EntityPermission,
    entityRef: EntityRef,
  ): Promise<{ userEntityRef: string }>;
}
