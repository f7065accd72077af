import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import permissionPlugin from '@backstage/plugin-permission-backend';
import { ServerPermissionClient } from '@backstage/plugin-permission-node';
import {
  auditReadPermission,
  treeReleasePermission,
} from '@strata/plugin-strata-common';
import permissionModuleStrata from './index';

const groups: Record<string, string[]> = {
  'user:default/eva': ['group:default/platform'],
  'user:default/iris': ['group:default/compliance'],
  'user:default/guest': [],
};

/** The permission backend with the policy, asked as other plugins ask it. */
async function startWithPolicy() {
  let permissions: PermissionsService | undefined;
  const config = {
    permission: { enabled: true },
    strata: { policy: { admins: ['platform'], auditors: ['compliance'] } },
  };
  const backend = await startTestBackend({
    features: [
      mockServices.rootConfig.factory({ data: config }),
      mockServices.userInfo.mock({
        getUserInfo: async credentials => {
          const { userEntityRef } = credentials.principal as {
            userEntityRef: string;
          };
          return {
            userEntityRef,
            ownershipEntityRefs: [userEntityRef, ...groups[userEntityRef]],
          };
        },
      }).factory,
      permissionPlugin,
      permissionModuleStrata,
      createBackendPlugin({
        pluginId: 'asker',
        register(reg) {
          reg.registerInit({
            deps: {
              config: coreServices.rootConfig,
              discovery: coreServices.discovery,
              auth: coreServices.auth,
            },
            async init({ config: rootConfig, discovery, auth }) {
              permissions = ServerPermissionClient.fromConfig(rootConfig, {
                discovery,
                auth,
              });
            },
          });
        },
      }),
    ],
  });
  const ask = async (credentials: BackstageCredentials) => {
    const decisions = await permissions!.authorize(
      [
        { permission: treeReleasePermission },
        { permission: auditReadPermission },
      ],
      { credentials },
    );
    return decisions.map(({ result }) => result);
  };
  return { backend, ask };
}

describe('permissionModuleStrata', () => {
  it('decides for people by config, and is not asked about services', async () => {
    const { backend, ask } = await startWithPolicy();
    const eva = mockCredentials.user('user:default/eva');
    expect(await ask(eva)).toEqual(['ALLOW', 'ALLOW']);
    const iris = mockCredentials.user('user:default/iris');
    expect(await ask(iris)).toEqual(['DENY', 'ALLOW']);
    const guest = mockCredentials.user('user:default/guest');
    expect(await ask(guest)).toEqual(['DENY', 'DENY']);
    const catalog = mockCredentials.service('plugin:catalog');
    expect(await ask(catalog)).toEqual(['ALLOW', 'ALLOW']);
    await backend.stop();
  });
});
