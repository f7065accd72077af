import { fieldOf, listOf, mapOf, textMapOf, textOf } from '../../tree/shape';

/** One source of an Application, as far as the tree can tell about it. @public */
export interface ApplicationSourceFacts {
  repoURL: string;
  /** Path in the repository, `.` and slashes cleaned; undefined for charts and refs. */
  path?: string;
  chart?: string;
  ref?: string;
  targetRevision?: string;
  /** Set where the source is a plain directory by declaration. */
  directory?: { recurse: boolean; include: string; exclude: string };
}

/** What Strata reads from an Application's manifest, written or generated. @public */
export interface ApplicationFacts {
  name: string;
  namespace?: string;
  project: string;
  /** `automated` present and not disabled by `enabled: false` (since 3.1). */
  automated: boolean;
  sources: ApplicationSourceFacts[];
  destination: { cluster?: string; server?: string; namespace?: string };
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

/** Facts of an Application manifest. Missing texts are empty, never guessed. @public */
export function applicationFacts(manifest: unknown): ApplicationFacts {
  const spec = fieldOf(manifest, 'spec');
  const automated = mapOf(fieldOf(spec, 'syncPolicy', 'automated'));
  const destination = fieldOf(spec, 'destination');
  return {
    name: textOf(manifest, 'metadata', 'name') ?? '',
    ...optional('namespace', textOf(manifest, 'metadata', 'namespace')),
    project: textOf(spec, 'project') ?? '',
    automated: automated !== undefined && automated.enabled !== false,
    sources: sourcesOf(spec),
    destination: {
      ...optional('cluster', textOf(destination, 'name')),
      ...optional('server', textOf(destination, 'server')),
      ...optional('namespace', textOf(destination, 'namespace')),
    },
    labels: textMapOf(manifest, 'metadata', 'labels'),
    annotations: textMapOf(manifest, 'metadata', 'annotations'),
  };
}

/** `sources` wins over `source`, as in Argo CD; a hydrated one is read dry. */
function sourcesOf(spec: unknown): ApplicationSourceFacts[] {
  const dry = fieldOf(spec, 'sourceHydrator', 'drySource');
  if (mapOf(dry)) return [sourceFacts(dry)];
  const several = listOf(spec, 'sources');
  if (several.length > 0) return several.map(sourceFacts);
  const single = fieldOf(spec, 'source');
  return mapOf(single) ? [sourceFacts(single)] : [];
}

function sourceFacts(source: unknown): ApplicationSourceFacts {
  const path = textOf(source, 'path');
  const directory = mapOf(fieldOf(source, 'directory'));
  return {
    repoURL: textOf(source, 'repoURL') ?? '',
    ...(path === undefined ? {} : { path: cleanPath(path) }),
    ...optional('chart', textOf(source, 'chart')),
    ...optional('ref', textOf(source, 'ref')),
    ...optional('targetRevision', textOf(source, 'targetRevision')),
    ...(directory
      ? {
          directory: {
            recurse: directory.recurse === true,
            include: textOf(directory, 'include') ?? '',
            exclude: textOf(directory, 'exclude') ?? '',
          },
        }
      : {}),
  };
}

function cleanPath(path: string): string {
  return path
    .split('/')
    .filter(segment => segment !== '' && segment !== '.')
    .join('/');
}

function optional<K extends string>(
  key: K,
  value: string | undefined,
): { [P in K]?: string } {
  return value ? ({ [key]: value } as { [P in K]?: string }) : {};
}
