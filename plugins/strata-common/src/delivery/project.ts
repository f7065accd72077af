import { z } from 'zod';
import { flag, identity, listOf, text, texts } from './lenient';

/** A window of an AppProject, as written there. @public */
export interface SyncWindow {
  kind: 'allow' | 'deny';
  /** Cron with five fields, in {@link SyncWindow.timeZone}. */
  schedule: string;
  /** Go duration such as `1h30m`. */
  duration: string;
  timeZone: string;
  applications: string[];
  namespaces: string[];
  clusters: string[];
  /** All three kinds of selectors must match, not any. */
  andOperator: boolean;
  manualSync: boolean;
}

/** What delivery needs of an AppProject. @public */
export interface ProjectRecord {
  cluster: string;
  namespace: string;
  name: string;
  resourceVersion: string;
  labels: Record<string, string>;
  windows: SyncWindow[];
}

const projectObject = z.object({
  metadata: identity,
  spec: z
    .object({
      syncWindows: listOf(
        z.object({
          kind: z.enum(['allow', 'deny']),
          schedule: z.string().catch(''),
          duration: z.string().catch(''),
          timeZone: text,
          applications: texts,
          namespaces: texts,
          clusters: texts,
          andOperator: flag,
          manualSync: flag,
        }),
      ),
    })
    .catch({ syncWindows: [] })
    .default({ syncWindows: [] }),
});

/**
 * Reads an AppProject as the Kubernetes API returns it.
 * @throws TypeError where not even name and namespace can be read.
 * @public
 */
export function readProject(object: unknown, cluster: string): ProjectRecord {
  const read = projectObject.safeParse(object);
  if (!read.success) {
    throw new TypeError(
      `unreadable AppProject from cluster ${cluster}: ${z.prettifyError(
        read.error,
      )}`,
    );
  }
  const { metadata, spec } = read.data;
  return {
    cluster,
    namespace: metadata.namespace,
    name: metadata.name,
    resourceVersion: metadata.resourceVersion,
    labels: metadata.labels,
    windows: spec.syncWindows.map(window => ({
      ...window,
      timeZone: window.timeZone ?? 'UTC',
      andOperator: window.andOperator === true,
      manualSync: window.manualSync === true,
    })),
  };
}
