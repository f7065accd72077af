import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { StrataClient } from '@strata/plugin-strata-node';
import { createChangeAction } from './createChangeAction';

/**
 * Scaffolder actions of Strata.
 * @public
 */
export const scaffolderModuleStrata = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'strata',
  register(reg) {
    reg.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        auth: coreServices.auth,
        discovery: coreServices.discovery,
      },
      async init({ actions, auth, discovery }) {
        actions.addActions(
          createChangeAction(new StrataClient({ auth, discovery })),
        );
      },
    });
  },
});
