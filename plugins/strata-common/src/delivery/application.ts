import { z } from 'zod';
import type { ApplicationRef } from './contract';
import {
  flag,
  identity,
  listOf,
  part,
  text,
  texts,
  time,
  whole,
} from './lenient';

/** Where an Application takes manifests from, one per position. @public */
export interface ApplicationSource {
  repoUrl?: string;
  path?: string;
  chart?: string;
  targetRevision?: string;
}

/** The last full, successful sync: what is deployed. @public */
export interface HistoryEntry {
  id: number;
  /** Paired with {@link HistoryEntry.sources} by position. */
  revisions: string[];
  sources: ApplicationSource[];
  deployedAt?: string;
  startedAt?: string;
  by?: string;
}

/** The operation Argo CD keeps on an Application, as it words it. @public */
export interface OperationRecord {
  phase: string;
  kind: 'sync' | 'rollback' | 'unknown';
  startedAt?: string;
  finishedAt?: string;
  message?: string;
  by?: string;
  dryRun: boolean;
  /** Only some resources: such an operation adds nothing to the history. */
  partial: boolean;
  /** Sources it worked on, for telling it from the current spec. */
  sources: ApplicationSource[];
  /** What the requester attached; ours carries the audit id. */
  infos: Record<string, string>;
}

/**
 * The slim record kept per Application. `undefined` always means "not
 * reported by Argo CD", never "no" or "fine".
 * @public
 */
export interface ApplicationRecord extends ApplicationRef {
  uid: string;
  resourceVersion: string;
  project: string;
  labels: Record<string, string>;
  /** Name of the ApplicationSet that made it. */
  set?: string;
  deletingSince?: string;
  skipsReconcile: boolean;
  /** `argocd.argoproj.io/manifest-generate-paths`, split. */
  generatePaths: string[];
  sources: ApplicationSource[];
  /** Source hydrator: entity and path are those of the dry source. */
  drySource?: ApplicationSource;
  drySha?: string;
  destination: { name?: string; server?: string; namespace?: string };
  automated?: { enabled: boolean; prune: boolean; selfHeal: boolean };
  /** Compared revisions; in a monorepo they move with every commit. */
  sync?: { status: string; revisions: string[] };
  health?: { status: string; message?: string; since?: string };
  reconciledAt?: string;
  deployed?: HistoryEntry;
  /** `operation` is set: asked for, not yet taken up by the controller. */
  queued?: { by?: string; infos: Record<string, string> };
  operation?: OperationRecord;
  images: string[];
  conditions: { type: string; message: string; since?: string }[];
}

const skipReconcile = 'argocd.argoproj.io/skip-reconcile';
const generatePaths = 'argocd.argoproj.io/manifest-generate-paths';

const source = z
  .object({ repoURL: text, path: text, chart: text, targetRevision: text })
  .transform(
    ({ repoURL, path, chart, targetRevision }): ApplicationSource => ({
      ...(repoURL && { repoUrl: repoURL }),
      ...(path && { path }),
      ...(chart && { chart }),
      ...(targetRevision && { targetRevision }),
    }),
  );

const infos = listOf(
  z.object({ name: z.string(), value: z.string() }),
).transform(list =>
  Object.fromEntries(list.map(info => [info.name, info.value])),
);
const initiator = part(z.object({ username: text, automated: flag }));
const operation = z.object({
  info: infos,
  initiatedBy: initiator,
  sync: part(
    z.object({
      dryRun: flag,
      resources: listOf(z.unknown()),
      revision: text,
      revisions: texts,
      syncStrategy: part(z.object({ apply: z.unknown() })),
    }),
  ),
});

const historyEntry = z.object({
  id: whole,
  revision: text,
  revisions: texts,
  source: part(source),
  sources: listOf(source),
  deployedAt: time,
  deployStartedAt: time,
  initiatedBy: initiator,
});

const applicationObject = z.object({
  metadata: identity,
  spec: z
    .object({
      project: text,
      source: part(source),
      sources: listOf(source),
      sourceHydrator: part(z.object({ drySource: part(source) })),
      destination: z
        .object({ name: text, server: text, namespace: text })
        .catch({})
        .default({}),
      syncPolicy: part(
        z.object({
          automated: z
            .object({ enabled: flag, prune: flag, selfHeal: flag })
            .nullish()
            .catch(undefined),
        }),
      ),
    })
    .partial(),
  operation: part(operation),
  status: z
    .object({
      sync: part(z.object({ status: text, revision: text, revisions: texts })),
      health: part(
        z.object({ status: text, message: text, lastTransitionTime: time }),
      ),
      reconciledAt: time,
      history: listOf(historyEntry),
      operationState: part(
        z.object({
          phase: text,
          message: text,
          startedAt: time,
          finishedAt: time,
          operation: part(operation),
          syncResult: part(
            z.object({ source: part(source), sources: listOf(source) }),
          ),
        }),
      ),
      summary: part(z.object({ images: texts })),
      conditions: listOf(
        z.object({
          type: z.string(),
          message: z.string().catch('').default(''),
          lastTransitionTime: time,
        }),
      ),
      sourceHydrator: part(
        z.object({
          lastSuccessfulOperation: part(z.object({ drySHA: text })),
        }),
      ),
    })
    .partial()
    .catch({})
    .default({}),
});

type RawOperation = z.output<typeof operation>;
type RawHistoryEntry = z.output<typeof historyEntry>;

/** One list whatever the single and the multi-source form say. */
function several<T>(list: readonly T[] | undefined, one: T | undefined): T[] {
  if (list && list.length > 0) return [...list];
  return one === undefined ? [] : [one];
}

function initiatedBy(raw: RawOperation['initiatedBy']): string | undefined {
  return raw?.username ?? (raw?.automated ? 'auto-sync' : undefined);
}

/**
 * Argo CD keeps no word for a rollback: it is an apply-only sync to a revision
 * that an earlier deployment had (server/application/application.go, 3.x).
 * An apply-only sync to any other revision may be either: unknown.
 */
function operationKind(
  raw: RawOperation | undefined,
  startedAt: string | undefined,
  history: readonly RawHistoryEntry[],
): OperationRecord['kind'] {
  if (!raw?.sync) return 'unknown';
  if (raw.sync.syncStrategy?.apply === undefined) return 'sync';
  const wanted = several(raw.sync.revisions, raw.sync.revision).join();
  const before = history.some(
    entry =>
      several(entry.revisions, entry.revision).join() === wanted &&
      entry.deployedAt !== undefined &&
      startedAt !== undefined &&
      Date.parse(entry.deployedAt) < Date.parse(startedAt),
  );
  return before ? 'rollback' : 'unknown';
}

/**
 * Reads an Application as the Kubernetes API returns it.
 * @throws TypeError where not even name and namespace can be read.
 * @public
 */
export function readApplication(
  object: unknown,
  cluster: string,
): ApplicationRecord {
  const read = applicationObject.safeParse(object);
  if (!read.success) {
    throw new TypeError(
      `unreadable Application from cluster ${cluster}: ${z.prettifyError(
        read.error,
      )}`,
    );
  }
  const { metadata, spec, status } = read.data;
  const last = status.history?.at(-1);
  const state = status.operationState;
  const automated = spec.syncPolicy?.automated;
  const set = metadata.ownerReferences.find(
    owner => owner.kind === 'ApplicationSet',
  );
  return {
    cluster,
    namespace: metadata.namespace,
    name: metadata.name,
    uid: metadata.uid,
    resourceVersion: metadata.resourceVersion,
    project: spec.project ?? 'default',
    labels: metadata.labels,
    set: set?.name,
    deletingSince: metadata.deletionTimestamp,
    skipsReconcile: metadata.annotations[skipReconcile] === 'true',
    generatePaths: (metadata.annotations[generatePaths] ?? '')
      .split(';')
      .filter(path => path !== ''),
    sources: several(spec.sources, spec.source),
    drySource: spec.sourceHydrator?.drySource,
    drySha: status.sourceHydrator?.lastSuccessfulOperation?.drySHA,
    destination: spec.destination ?? {},
    automated: automated
      ? {
          // Exists since 3.1; absent means on.
          enabled: automated.enabled !== false,
          prune: automated.prune === true,
          selfHeal: automated.selfHeal === true,
        }
      : undefined,
    sync: status.sync?.status
      ? {
          status: status.sync.status,
          revisions: several(status.sync.revisions, status.sync.revision),
        }
      : undefined,
    health: status.health?.status
      ? {
          status: status.health.status,
          message: status.health.message,
          since: status.health.lastTransitionTime,
        }
      : undefined,
    reconciledAt: status.reconciledAt,
    deployed: last && {
      id: last.id ?? 0,
      revisions: several(last.revisions, last.revision),
      sources: several(last.sources, last.source),
      deployedAt: last.deployedAt,
      startedAt: last.deployStartedAt,
      by: initiatedBy(last.initiatedBy),
    },
    queued: read.data.operation && {
      by: initiatedBy(read.data.operation.initiatedBy),
      infos: read.data.operation.info,
    },
    operation: state?.phase
      ? {
          phase: state.phase,
          kind: operationKind(
            state.operation,
            state.startedAt,
            status.history ?? [],
          ),
          startedAt: state.startedAt,
          finishedAt: state.finishedAt,
          message: state.message,
          by: initiatedBy(state.operation?.initiatedBy),
          dryRun: state.operation?.sync?.dryRun === true,
          partial: (state.operation?.sync?.resources.length ?? 0) > 0,
          sources: several(state.syncResult?.sources, state.syncResult?.source),
          infos: state.operation?.info ?? {},
        }
      : undefined,
    images: status.summary?.images ?? [],
    conditions: (status.conditions ?? []).map(condition => ({
      type: condition.type,
      message: condition.message,
      since: condition.lastTransitionTime,
    })),
  };
}
