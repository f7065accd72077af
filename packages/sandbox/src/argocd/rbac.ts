import picomatch from 'picomatch';
import { isFields } from '../render/merging';
import type { KubeObject } from '../kubernetes/objects';

/** Whom a token stands for. */
export type Caller =
  | { kind: 'admin'; username: string }
  | { kind: 'project'; project: string; username: string };

/** The role of each project that the sandbox makes a token for. */
const tokenRole = 'portal';

/** Finds the bearer of a token; `*` is the key of the administrator's. */
export function callerOf(
  token: string | undefined,
  tokens: Readonly<Record<string, string>>,
): Caller | undefined {
  const project = Object.keys(tokens).find(name => tokens[name] === token);
  if (token === undefined || project === undefined) return undefined;
  return project === '*'
    ? { kind: 'admin', username: 'admin' }
    : { kind: 'project', project, username: `proj:${project}:${tokenRole}` };
}

/**
 * Whether a caller may act on an Application of a project, by the policies of
 * the project's role. A project without that role permits get and sync.
 */
export function mayAct(
  caller: Caller,
  action: 'get' | 'sync',
  project: KubeObject | undefined,
  target: { project: string; application: string },
): boolean {
  if (caller.kind === 'admin') return true;
  if (caller.project !== target.project) return false;
  const policies = policiesOf(project);
  if (policies === undefined) return true;
  return policies.some(policy => {
    const [, subject, resource, allowed, object, effect] = policy
      .split(',')
      .map(part => part.trim());
    return (
      subject === caller.username &&
      resource === 'applications' &&
      (allowed === '*' || allowed === action) &&
      effect === 'allow' &&
      picomatch.isMatch(
        `${target.project}/${target.application}`,
        object ?? '',
        {
          bash: true,
        },
      )
    );
  });
}

function policiesOf(project: KubeObject | undefined): string[] | undefined {
  const roles = isFields(project?.spec) ? project.spec.roles : undefined;
  const role = (Array.isArray(roles) ? roles : []).find(
    candidate => isFields(candidate) && candidate.name === tokenRole,
  );
  return isFields(role) && Array.isArray(role.policies)
    ? role.policies.map(String)
    : undefined;
}
