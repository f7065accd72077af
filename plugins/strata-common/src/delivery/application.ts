import { z } from 'zod';
import {
  applicationObject,
  type RawHistoryEntry,
  type RawOperation,
} from './applicationObject';
import type { ApplicationRecord, OperationRecord } from './applicationRecord';

const skipReconcile = 'argocd.argoproj.io/skip-reconcile';
const generatePaths = 'argocd.argoproj.io/manifest-generate-paths';

/** One list whatever the single and the multi-source form say. */
export function several<T>(
  list: readonly T[] | undefined,
  one: T | undefined,
): T[] {
  if (list && list.length > 0) return [...list];
  return one === undefined ? [] : [one];
}

export function initiatedBy(
  raw: RawOperation['initiatedBy'],
): string | undefined {
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
    createdAt: metadata.creationTimestamp,
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
          revisions: several(
            state.operation?.sync?.revisions,
            state.operation?.sync?.revision,
          ),
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
