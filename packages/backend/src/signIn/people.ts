import type { Config } from '@backstage/config';

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);

/**
 * Who may be chosen at sign-in (`app.signIn.people`): name → display name. Refuses to go on
 * unless the backend listens on loopback and is addressed by it: a portal that
 * others can reach must not let them pick who they are.
 *
 * @throws Error that names the configuration key and the remedy.
 */
export function peopleFromConfig(config: Config): Map<string, string> {
  const baseUrl = config.getString('backend.baseUrl');
  const listenHost = config.getOptionalString('backend.listen.host');
  if (!loopbackHosts.has(new URL(baseUrl).hostname)) {
    throw new Error(
      `app.signIn.people lets anyone sign in as anyone and works on this machine only, but backend.baseUrl is ${baseUrl}. ` +
        'Remove app.signIn.people and configure an identity provider under auth.providers.',
    );
  }
  if (listenHost === undefined || !loopbackHosts.has(listenHost)) {
    throw new Error(
      `app.signIn.people lets anyone sign in as anyone and works on this machine only, but backend.listen.host is ${
        listenHost ?? 'not set, which means every network'
      }. Set it to 127.0.0.1, or remove app.signIn.people and configure an identity provider under auth.providers.`,
    );
  }
  return new Map(
    config
      .getConfigArray('app.signIn.people')
      .map(person => [person.getString('name'), person.getString('title')]),
  );
}
