import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { StrataClient } from '@strata/plugin-strata-node';
import { StrataEntityProvider } from './StrataEntityProvider';

/** The accepted snapshots of the layered tree as catalog entities. @public */
export const catalogModuleStrata = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'strata',
  register(reg) {
    reg.registerInit({
      deps: {
        catalog: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
        discovery: coreServices.discovery,
        auth: coreServices.auth,
        events: eventsServiceRef,
      },
      async init({ catalog, discovery, auth, ...services }) {
        const client = new StrataClient({ discovery, auth });
        catalog.addEntityProvider(
          StrataEntityProvider.fromConfig({ client, ...services }),
        );
      },
    });
  },
});
