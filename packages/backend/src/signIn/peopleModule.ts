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
            authenticator: createProxyAuthenticator<
              ReadonlyMap<string, string>,
              { name: string },
              undefined
            >({
              defaultProfileTransform: async ({ name }) => ({
                profile: { displayName: people.get(name) },
              }),
              initialize: () => people,
              async authenticate({ req }, known) {
                const name = req.header(personHeader);
                if (!name || !known.has(name)) {
                  throw new AuthenticationError(
                    `Choose one of: ${[...known.keys()].join(', ')}`,
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
