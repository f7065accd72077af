import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { StateDirectory } from './StateDirectory';

const secretsSchema = z.object({
  /** Bearer token of the Kubernetes API. */
  kubernetes: z.string().min(20),
  prometheus: z.string().min(20),
  control: z.string().min(20),
  /** Argo CD: one token for each AppProject, `*` for all of them. */
  argocd: z.record(z.string(), z.string().min(20)),
});
export type Secrets = z.infer<typeof secretsSchema>;

const secret = () => randomBytes(24).toString('base64url');

/**
 * Tokens of the sandbox: made once, kept, so that a portal that was started
 * against an earlier run is still let in. Projects that are new get theirs.
 */
export function loadSecrets(
  state: StateDirectory,
  projects: readonly string[],
  report: (message: string) => void,
): Secrets {
  const read = state.read('secrets.json', secretsSchema);
  if (read.kind === 'damaged') {
    report(`secrets.json is damaged (${read.reason}); new tokens were made`);
  }
  const known: Secrets =
    read.kind === 'found'
      ? read.value
      : {
          kubernetes: secret(),
          prometheus: secret(),
          control: secret(),
          argocd: {},
        };
  const secrets = {
    ...known,
    argocd: Object.fromEntries(
      ['*', ...projects].map(project => [
        project,
        known.argocd[project] ?? secret(),
      ]),
    ),
  };
  state.writeJson('secrets.json', secrets);
  return secrets;
}
