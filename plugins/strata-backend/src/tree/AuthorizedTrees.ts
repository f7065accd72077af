import type {
  BackstageCredentials,
  BackstageUserPrincipal,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError, toError } from '@backstage/errors';
import { catalogEntityReadPermission } from '@backstage/plugin-catalog-common/alpha';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  entityRef,
  treeReleasePermission,
  type FindingsResponse,
  type SnapshotEntities,
  type TreesResponse,
} from '@strata/plugin-strata-common';
import type { AuditLog } from '../audit/AuditLog';
import type { EntityAuthorizer } from '../authorize/EntityAuthorizer';
import type { TreeService } from './TreeService';

export interface AuthorizedTreesDeps {
  trees: TreeService;
  authorizer: EntityAuthorizer;
  permissions: PermissionsService;
  audit: AuditLog;
  now: () => Date;
}

/** What people may see and do of trees; the service itself knows no permissions. */
export class AuthorizedTrees {
  constructor(private readonly deps: AuthorizedTreesDeps) {}

  /** Where trees come from and how reading goes: for everyone signed in. */
  list(): TreesResponse {
    const { trees, now } = this.deps;
    return { now: now().toISOString(), trees: trees.list() };
  }

  /** Findings, without those of entities the person may not see. */
  async findings(
    treeId: string,
    credentials: BackstageCredentials,
  ): Promise<FindingsResponse> {
    const { trees, authorizer } = this.deps;
    const status = this.#status(treeId);
    const decisions = await authorizer.decide(credentials, [
      catalogEntityReadPermission,
    ]);
    return {
      tree: treeId,
      ...(status.acceptedRevision && { revision: status.acceptedRevision }),
      ...(status.lastReadAt && { asOf: status.lastReadAt }),
      findings: trees
        .findings(treeId)
        .filter(
          ({ entityRef: ref }) =>
            ref === undefined ||
            decisions.allows(catalogEntityReadPermission, entityRef(ref)),
        ),
    };
  }

  /** The accepted snapshot; the router lets only services ask for it. */
  entities(treeId: string): SnapshotEntities {
    this.#status(treeId);
    const entities = this.deps.trees.entities(treeId);
    if (!entities) {
      throw new NotFoundError(`No read of ${treeId} was accepted yet`);
    }
    return entities;
  }

  async release(
    treeId: string,
    revision: string,
    credentials: BackstageCredentials<BackstageUserPrincipal>,
  ): Promise<void> {
    const { trees, permissions, audit } = this.deps;
    this.#status(treeId);
    const { userEntityRef } = credentials.principal;
    const event = {
      actor: userEntityRef,
      action: 'tree.release',
      target: `tree:${treeId}`,
      parameters: { revision },
    };
    const [decision] = await permissions.authorize(
      [{ permission: treeReleasePermission }],
      { credentials },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      const why = `${userEntityRef} may not release held-back reads (${treeReleasePermission.name})`;
      await audit.append({
        ...event,
        decision: 'denied',
        decisionReason: why,
        result: 'none',
      });
      throw new NotAllowedError(why);
    }
    const { id } = await audit.append({
      ...event,
      decision: 'allowed',
      result: 'pending',
    });
    try {
      await trees.release(treeId, revision);
    } catch (error) {
      const { message } = toError(error);
      await audit.complete(id, { result: 'failed', message });
      throw error;
    }
    await audit.complete(id, { result: 'succeeded' });
  }

  #status(treeId: string) {
    const status = this.deps.trees.list().find(({ id }) => id === treeId);
    if (!status) throw new NotFoundError(`No tree ${treeId}`);
    return status;
  }
}
