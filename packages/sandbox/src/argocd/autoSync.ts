import type { Application, Operation } from './application';
import { compareResources, refOf } from './comparison';
import type { Rendering } from '../render/render';
import type { ApplicationRecord } from './Record';
import { isAutomated, type ApplicationSpec } from './spec';

/** A self-heal waits this long after the last operation, as Argo CD does. */
const selfHealMilliseconds = 5000;

/**
 * The operation that automated sync would start now, if any: once per compared
 * revision, and after that only to heal what was changed by hand.
 */
export function automatedOperation(
  application: Application,
  spec: ApplicationSpec,
  record: ApplicationRecord,
  rendering: Rendering,
  now: number,
): Operation | undefined {
  const { status } = application;
  if (!isAutomated(spec) || application.operation || !status?.sync)
    return undefined;
  if (status.sync.status !== 'OutOfSync') return undefined;
  const { revision, revisions } = status.sync;
  const prune = spec.syncPolicy.automated?.prune ?? false;
  const base = {
    initiatedBy: { automated: true },
    retry: { limit: 5 },
  };
  const last = status.operationState;
  const attempted =
    last &&
    JSON.stringify(last.syncResult?.revisions ?? last.syncResult?.revision) ===
      JSON.stringify(revisions ?? revision);
  if (!attempted) {
    return last?.finishedAt && isSameFailure(last, revision, revisions)
      ? undefined
      : {
          ...base,
          sync: { prune, ...(revisions ? { revisions } : { revision }) },
        };
  }
  const healing =
    spec.syncPolicy.automated?.selfHeal &&
    last.phase === 'Succeeded' &&
    now - Date.parse(last.finishedAt ?? '') >= selfHealMilliseconds;
  if (!healing) return undefined;
  const resources = compareResources(rendering.objects, record.live)
    .filter(resource => resource.status === 'OutOfSync')
    .filter(resource => !resource.requiresPruning || prune)
    .map(resource => refOf(resource.object));
  return resources.length === 0
    ? undefined
    : {
        ...base,
        sync: {
          prune,
          ...(revisions ? { revisions } : { revision }),
          resources,
          autoHealAttemptsCount: 1,
        },
      };
}

/** A revision that failed is not tried again until git moves on. */
const isSameFailure = (
  last: { phase: string; operation: Operation },
  revision: string | undefined,
  revisions: string[] | undefined,
) =>
  last.phase !== 'Succeeded' &&
  JSON.stringify(
    last.operation.sync.revisions ?? last.operation.sync.revision,
  ) === JSON.stringify(revisions ?? revision);
