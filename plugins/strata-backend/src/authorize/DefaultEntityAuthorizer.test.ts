import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  catalogConditions,
  createCatalogConditionalDecision,
} from '@backstage/plugin-catalog-backend/alpha';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  deliveryReadPermission,
  deliverySyncPermission,
  entityRef,
  type TreeStatus,
} from '@strata/plugin-strata-common';
import { DefaultEntityAuthorizer } from './DefaultEntityAuthorizer';

const n8n = entityRef('component:default/n8n');
const mongodb = entityRef('component:default/platform-data-mongodb');

const trees = {
  list: () => [{ id: 'platform' } as TreeStatus],
  entities: () => ({
    tree: 'platform',
    revision: 'a',
    etag: '1',
    entities: [
      component('n8n', 'group:default/product'),
      component('platform-data-mongodb', 'data'),
    ],
  }),
};

function component(name: string, owner: string) {
  return {
    locationKey: `strata:platform/${name}`,
    entity: {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: { name, namespace: 'default' },
      spec: { type: 'service', lifecycle: 'production', owner },
    },
  };
}

const auth = mockServices.auth();

describe('DefaultEntityAuthorizer', () => {
  it('decides for all rows in one question to the policy', async () => {
    const permissions = mockServices.permissions.mock();
    permissions.authorizeConditional.mockResolvedValue([
      { result: AuthorizeResult.ALLOW },
      createCatalogConditionalDecision(
        deliverySyncPermission,
        catalogConditions.isEntityOwner({ claims: ['group:default/product'] }),
      ),
    ]);
    const authorizer = new DefaultEntityAuthorizer(permissions, auth, trees);

    const decisions = await authorizer.decide(mockCredentials.user(), [
      deliveryReadPermission,
      deliverySyncPermission,
    ]);

    expect(decisions.allows(deliveryReadPermission, mongodb)).toBe(true);
    expect(decisions.allows(deliverySyncPermission, n8n)).toBe(true);
    expect(decisions.allows(deliverySyncPermission, mongodb)).toBe(false);
    expect(permissions.authorizeConditional).toHaveBeenCalledTimes(1);
  });

  it('denies an entity it does not know when the policy sets a condition', async () => {
    const permissions = mockServices.permissions.mock();
    permissions.authorizeConditional.mockResolvedValue([
      createCatalogConditionalDecision(
        deliverySyncPermission,
        catalogConditions.isEntityOwner({ claims: ['group:default/product'] }),
      ),
    ]);
    const authorizer = new DefaultEntityAuthorizer(permissions, auth, trees);

    const decisions = await authorizer.decide(mockCredentials.user(), [
      deliverySyncPermission,
    ]);

    expect(
      decisions.allows(
        deliverySyncPermission,
        entityRef('component:default/gone'),
      ),
    ).toBe(false);
  });

  it('refuses a mutation by a service without asking the policy', async () => {
    const permissions = mockServices.permissions.mock();
    const authorizer = new DefaultEntityAuthorizer(permissions, auth, trees);

    await expect(
      authorizer.authorize(
        mockCredentials.service(),
        deliverySyncPermission,
        n8n,
      ),
    ).rejects.toThrow(/needs a signed-in person/);
    expect(permissions.authorize).not.toHaveBeenCalled();
  });

  describe('asks the catalog about a mutation', () => {
    const answering = (
      result: AuthorizeResult.ALLOW | AuthorizeResult.DENY,
    ) => {
      const permissions = mockServices.permissions.mock();
      permissions.authorize.mockResolvedValue([{ result }]);
      return {
        permissions,
        authorizer: new DefaultEntityAuthorizer(permissions, auth, trees),
      };
    };

    it('and returns who acts when it is allowed', async () => {
      const { authorizer, permissions } = answering(AuthorizeResult.ALLOW);
      await expect(
        authorizer.authorize(
          mockCredentials.user(),
          deliverySyncPermission,
          n8n,
        ),
      ).resolves.toEqual({ userEntityRef: 'user:default/mock' });
      expect(permissions.authorize).toHaveBeenCalledWith(
        [{ permission: deliverySyncPermission, resourceRef: n8n }],
        { credentials: mockCredentials.user() },
      );
    });

    it('and names person, permission and entity when it is not', async () => {
      const { authorizer } = answering(AuthorizeResult.DENY);
      await expect(
        authorizer.authorize(
          mockCredentials.user(),
          deliverySyncPermission,
          n8n,
        ),
      ).rejects.toThrow(
        'user:default/mock may not strata.delivery.sync on component:default/n8n',
      );
    });
  });
});
