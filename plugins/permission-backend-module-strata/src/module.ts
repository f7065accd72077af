import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { readPolicyTeams } from './rights';
import { StrataPolicy } from './StrataPolicy';

/** The sample permission policy of Strata. @public */
export const permissionModuleStrata = createBackendModule({
  pluginId: 'permission',
  moduleId: 'strata-policy',
  register(reg) {
    reg.registerInit({
      deps: { policy: policyExtensionPoint, config: coreServices.rootConfig },
      async init({ policy, config }) {
        policy.setPolicy(new StrataPolicy(readPolicyTeams(config)));
      },
    });
  },
});
