import { normalizeRepository } from '../delivery/repository';
import { compileGlob } from './glob';
import type { AppProjectFacts } from './model';

const inCluster = 'https://kubernetes.default.svc';

/**
 * Whether a project allows a destination; `unknown` where the project speaks of
 * addresses and the Application of names, which only Argo CD can match.
 * @internal
 */
export function allowsDestination(
  project: AppProjectFacts,
  destination: { cluster?: string; server?: string; namespace?: string },
): boolean | 'unknown' {
  const { namespace = '' } = destination;
  const cluster =
    destination.cluster ??
    (destination.server === inCluster ? 'in-cluster' : undefined);
  const server =
    destination.server ?? (cluster === 'in-cluster' ? inCluster : undefined);
  let isUnknown = false;
  let isAllowed = false;
  for (const entry of project.destinations) {
    const place = placeMatches(entry, cluster, server);
    const spaceDenied = entry.namespace?.startsWith('!');
    const space = matches(entry.namespace?.replace(/^!/, '') ?? '', namespace);
    // An entry with `!` takes away what another one gives.
    if (spaceDenied && space && place === true) return false;
    if (spaceDenied || !space) continue;
    if (place === 'unknown') isUnknown = true;
    if (place === 'denied') return false;
    if (place === true) isAllowed = true;
  }
  return isAllowed || (isUnknown ? 'unknown' : false);
}

function placeMatches(
  entry: { name?: string; server?: string },
  cluster: string | undefined,
  server: string | undefined,
): boolean | 'unknown' | 'denied' {
  const rules = [
    [entry.name, cluster],
    [entry.server, server],
  ] as const;
  let result: boolean | 'unknown' = false;
  for (const [rule, actual] of rules) {
    if (rule === undefined) continue;
    if (rule === '*') return true;
    if (actual === undefined) {
      result = result === true ? true : 'unknown';
    } else if (rule.startsWith('!')) {
      if (matches(rule.slice(1), actual)) return 'denied';
    } else if (matches(rule, actual)) {
      result = true;
    }
  }
  return result;
}

function matches(pattern: string, text: string): boolean {
  return pattern === text || compileGlob(pattern, 'directory')(text);
}

/** Whether a project allows a repository; globs and `!` as in Argo CD. @internal */
export function allowsRepository(
  project: AppProjectFacts,
  repoUrl: string,
): boolean {
  const fits = (pattern: string) =>
    pattern === '*' ||
    normalizeRepository(pattern) === normalizeRepository(repoUrl) ||
    compileGlob(pattern, 'directory')(repoUrl);
  return (
    project.sourceRepos.some(rule => !rule.startsWith('!') && fits(rule)) &&
    !project.sourceRepos.some(
      rule => rule.startsWith('!') && fits(rule.slice(1)),
    )
  );
}
