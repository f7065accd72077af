import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  authProvidersExtensionPoint,
  createProxyAuthProviderFactory,
  createProxyAuthenticator,
} from '@backstage/plugin-auth-node';
import { AuthenticationError } from '@backstage/errors';
import { peopleFromConfig } from './people';

/** Header with the chosen name. Anyone can send it: hence the guard in people.ts. */
const personHeader = 'x-strata-person';

/** The guest is nobody's user entity: it may look, and that is all. */
const guest = 'guest';
const guestRef = 'user:development/guest';

/**
 * Sign in as one of the people that the configuration lists, without a
 * password. For a portal on this machine over simulated upstreams.
 */
export default createBackendModule({
  pluginId: 'auth',
  moduleId: 'strata-people',
  register(reg) {
    reg.registerInit({
      deps: {
        providers: authProvidersExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ providers, config }) {
        const people = peopleFromConfig(config);
        providers.registerProvider({
          providerId: 'people',
          factory: createProxyAuthProviderFactory({
            authenticator: createProxyAuthenticator({
              defaultProfileTransform: async () => ({ profile: {} }),
              initialize: () => people,
              async authenticate({ req }, names) {
                const name = req.header(personHeader);
                if (!name || !names.has(name)) {
                  throw new AuthenticationError(
                    `Choose one of: ${[...names].join(', ')}`,
                  );
                }
                return { result: { name } };
              },
            }),
            async signInResolver({ result }, context) {
              if (result.name === guest) {
                return context.issueToken({
                  claims: { sub: guestRef, ent: [guestRef] },
                });
              }
              return context.signInWithCatalogUser({
                entityRef: { kind: 'User', name: result.name },
              });
            },
          }),
        });
      },
    });
  },
});
