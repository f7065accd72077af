import { createBackend } from '@backstage/backend-defaults';
import { searchFeatures } from './search';
import { signInFeatures } from './signIn';

const backend = createBackend();

backend.add(import('@backstage/plugin-app-backend'));

backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
backend.add(signInFeatures);

backend.add(import('@backstage/plugin-permission-backend'));
backend.add(import('@strata/plugin-permission-backend-module-strata'));

backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(import('@strata/plugin-catalog-backend-module-strata'));

backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(import('@strata/plugin-scaffolder-backend-module-strata'));

backend.add(searchFeatures);

backend.add(import('@backstage/plugin-kubernetes-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@backstage/plugin-user-settings-backend'));

backend.add(import('@strata/plugin-strata-backend'));

backend.start();
