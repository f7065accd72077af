import {
  coreServices,
  createBackendFeatureLoader,
} from '@backstage/backend-plugin-api';

/**
 * Sign-in by choosing a name exists only where the configuration lists people
 * to choose from; elsewhere its code is not even loaded.
 */
export const signInFeatures = createBackendFeatureLoader({
  deps: { config: coreServices.rootConfig },
  async *loader({ config }) {
    if (config.has('app.signIn.people')) {
      yield import('./peopleModule');
    }
  },
});
