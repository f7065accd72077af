import {
  type ConfigApi,
  githubAuthApiRef,
  gitlabAuthApiRef,
  googleAuthApiRef,
  microsoftAuthApiRef,
  oktaAuthApiRef,
  oneloginAuthApiRef,
} from '@backstage/core-plugin-api';
import type { SignInProviderConfig } from '@backstage/core-components';

const providers: Record<string, SignInProviderConfig> = {
  github: {
    id: 'github',
    title: 'GitHub',
    message: 'Sign in with GitHub',
    apiRef: githubAuthApiRef,
  },
  gitlab: {
    id: 'gitlab',
    title: 'GitLab',
    message: 'Sign in with GitLab',
    apiRef: gitlabAuthApiRef,
  },
  google: {
    id: 'google',
    title: 'Google',
    message: 'Sign in with Google',
    apiRef: googleAuthApiRef,
  },
  microsoft: {
    id: 'microsoft',
    title: 'Microsoft',
    message: 'Sign in with Microsoft',
    apiRef: microsoftAuthApiRef,
  },
  okta: {
    id: 'okta',
    title: 'Okta',
    message: 'Sign in with Okta',
    apiRef: oktaAuthApiRef,
  },
  onelogin: {
    id: 'onelogin',
    title: 'OneLogin',
    message: 'Sign in with OneLogin',
    apiRef: oneloginAuthApiRef,
  },
};

/**
 * Providers listed in `app.signIn.providers`, `guest` where none is.
 * @throws Error that lists the known names when one is unknown.
 */
export function configuredProviders(
  config: ConfigApi,
): ('guest' | SignInProviderConfig)[] {
  const names = config.getOptionalStringArray('app.signIn.providers') ?? [
    'guest',
  ];
  return names.map(name => {
    if (name === 'guest') return 'guest';
    const provider = providers[name];
    if (!provider) {
      throw new Error(
        `app.signIn.providers names "${name}"; known are guest, ${Object.keys(
          providers,
        ).join(', ')}`,
      );
    }
    return provider;
  });
}
