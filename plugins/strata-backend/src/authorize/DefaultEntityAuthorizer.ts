import type {
  AuthService,
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { permissionRules } from '@backstage/plugin-catalog-backend/alpha';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import type { EntityRef } from '@strata/plugin-strata-common';
import type { TreeService } from '../tree/TreeService';
import type {
  EntityAuthorizer,
  EntityDecisions,
  EntityPermission,
} from './EntityAuthorizer';
import { SnapshotEntityIndex } from './SnapshotEntities';

const applyConditions = createConditionAuthorizer(
  Object.values(permissionRules),
);

/** {@inheritDoc EntityAuthorizer} */
export class DefaultEntityAuthorizer implements EntityAuthorizer {
  readonly #entities: SnapshotEntityIndex;

  constructor(
    private readonly permissions: PermissionsService,
    private readonly auth: AuthService,
    trees: Pick<TreeService, 'list' | 'entities'>,
  ) {
    this.#entities = new SnapshotEntityIndex(trees);
  }

  async decide(
    credentials: BackstageCredentials,
    permissions: readonly EntityPermission[],
  ): Promise<EntityDecisions> {
    const answers = await this.permissions.authorizeConditional(
      permissions.map(permission => ({ permission })),
      { credentials },
    );
    const decisions = new Map<string, PolicyDecision>(
      permissions.map(({ name }, index) => [name, answers[index]]),
    );
    return {
      allows: (permission, entityRef) => {
        const decision = decisions.get(permission.name);
        if (!decision) {
          throw new Error(
            `${permission.name} was not among the permissions that were asked for`,
          );
        }
        return applyConditions(decision, this.#entities.get(entityRef));
      },
    };
  }

  async authorize(
    credentials: BackstageCredentials,
    permission: EntityPermission,
    entityRef: EntityRef,
  ): Promise<{ userEntityRef: string }> {
    if (!this.auth.isPrincipal(credentials, 'user')) {
      throw new NotAllowedError(
        `${permission.name} needs a signed-in person; a service may not act in nobody's name`,
      );
    }
    const [decision] = await this.permissions.authorize(
      [{ permission, resourceRef: entityRef }],
      { credentials },
    );
    const { userEntityRef } = credentials.principal;
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `${userEntityRef} may not ${permission.name} on ${entityRef}`,
      );
    }
    return { userEntityRef };
  }
}
