import { kubernetesTime } from '../time/clock';
import { groupOf, versionOf, type KubeObject } from '../kubernetes/objects';
import { isFields } from '../render/merging';
import { RenderError } from '../render/Source';
import type { Rendering } from '../render/render';
import type {
  Application,
  HistoryEntry,
  Operation,
  OperationState,
} from './application';
import { applied, isChosen, keyOf, rolledOver } from './comparison';
import type { Pace } from './Pace';
import type { ApplicationRecord } from './Record';
import { applicationSpecSchema, type ApplicationSpec } from './spec';
import { revisionFields, sourceFields } from './status';

/** What an operation needs to know of the world around it. */
export interface OperationContext {
  now: number;
  pace: Pace;
  /** Head of the branch the sources follow. */
  head: string;
  /** Whether the project's sync windows let a person sync now. */
  isWindowOpen: () => boolean;
  renderAt: (sha: string, spec: ApplicationSpec) => Promise<Rendering>;
}

/**
 * Moves the operation of an Application on: queued, running (or blocked by a
 * closed window), ended. Returns the object as it should be stored; the record
 * is changed in place when manifests are applied.
 */
export async function advanceOperation(
  application: Application,
  record: ApplicationRecord,
  context: OperationContext,
): Promise<Application> {
  const { operation } = application;
  const { now, pace } = context;
  const { name } = application.metadata;
  if (!operation) {
    record.progress = undefined;
    return application;
  }
  const { progress } = record;
  if (application.status?.operationState?.phase === 'Terminating') {
    return ended(application, record, context, {
      phase: 'Failed',
      message: 'Operation terminated',
    });
  }
  switch (progress?.kind) {
    case undefined:
      record.progress = {
        kind: 'queued',
        startsAt:
          now + haste(application) * pace.between(300, 900, name, 'queue', now),
      };
      return application;
    case 'queued':
      return now < progress.startsAt
        ? application
        : begin(application, operation, record, context);
    case 'blocked':
      return context.isWindowOpen()
        ? begin(application, operation, record, context)
        : application;
    case 'running':
      return now < progress.endsAt
        ? application
        : finish(application, operation, record, context);
    default:
      throw new Error(
        `unknown progress ${JSON.stringify(progress satisfies never)}`,
      );
  }
}

/**
 * An Application that no set has made holds sets and projects only: nothing
 * has to be pulled or started, its syncs are short.
 */
const haste = ({ metadata }: Application) =>
  metadata.ownerReferences === undefined ? 0.2 : 1;

/** A rollback as the API makes it: an apply of an older state. */
export const isRollback = (operation: Operation) =>
  isFields(operation.sync.syncStrategy) &&
  operation.sync.syncStrategy.apply !== undefined;

function begin(
  application: Application,
  operation: Operation,
  record: ApplicationRecord,
  { now, pace, isWindowOpen }: OperationContext,
): Application {
  const blocked = isRollback(operation) && !isWindowOpen();
  record.progress = blocked
    ? { kind: 'blocked', startedAt: now }
    : {
        kind: 'running',
        startedAt: now,
        endsAt:
          now +
          haste(application) *
            pace.between(1500, 3500, application.metadata.name, now),
      };
  return withOperationState(application, {
    operation,
    phase: 'Running',
    message: blocked
      ? 'Blocked by sync window'
      : 'waiting for completion of hook and apply of resources',
    startedAt: kubernetesTime(now),
  });
}

async function finish(
  application: Application,
  operation: Operation,
  record: ApplicationRecord,
  context: OperationContext,
): Promise<Application> {
  if (record.failNext !== undefined) {
    const message = record.failNext;
    record.failNext = undefined;
    return ended(application, record, context, { phase: 'Failed', message });
  }
  const spec = specOf(application, operation);
  const sha = shaOf(operation, context.head);
  let rendering: Rendering;
  try {
    rendering = await context.renderAt(sha, spec);
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    return ended(application, record, context, {
      phase: 'Error',
      message: `ComparisonError: ${error.message}`,
    });
  }
  const { sync } = operation;
  if (!sync.dryRun) apply(record, operation, rendering, context, application);
  const syncResult = {
    ...revisionFields(spec, sha),
    ...(sync.source || sync.sources
      ? { source: sync.source, sources: sync.sources }
      : sourceFields(application)),
    resources: [...rendering.objects, ...rendering.hooks]
      .filter(object => isChosen(object, sync.resources))
      .map(syncedResource),
  };
  const done = ended(application, record, context, {
    phase: 'Succeeded',
    message: sync.dryRun
      ? 'successfully synced (dry run)'
      : 'successfully synced (all tasks run)',
    syncResult,
  });
  const isFull = !sync.dryRun && (sync.resources ?? []).length === 0;
  return isFull ? withHistory(done, spec, syncResult) : done;
}

function apply(
  record: ApplicationRecord,
  operation: Operation,
  rendering: Rendering,
  { now, pace }: OperationContext,
  application: Application,
) {
  const before = record.live;
  const after = applied(rendering.objects, before, {
    prune: operation.sync.prune ?? false,
    only: operation.sync.resources,
  });
  const rolled = rolledOver(before, after);
  record.live = after;
  if (rolled.length > 0) {
    record.previous = before;
    record.rolledOutAt =
      now + pace.between(2500, 6000, application.metadata.name, 'rollout', now);
  }
  const { trouble } = record;
  if (trouble && rolled.some(object => keyOf(object) === trouble.workload)) {
    record.trouble = undefined;
  }
}

/** The sources of the operation where it brings its own: a rollback does. */
function specOf(application: Application, operation: Operation) {
  const { source, sources } = operation.sync;
  const own = source ? { source } : sources && { sources };
  return applicationSpecSchema.parse({ ...application.spec, ...own });
}

/** The commit that an operation names, or the head where it names a branch. */
function shaOf(operation: Operation, head: string) {
  const { revision, revisions } = operation.sync;
  const named = [revision, ...(revisions ?? [])].find(
    candidate => candidate !== undefined && /^[0-9a-f]{40}$/.test(candidate),
  );
  return named ?? head;
}

const syncedResource = (object: KubeObject) => {
  const group = groupOf(object.apiVersion);
  const hook = object.metadata.annotations?.['argocd.argoproj.io/hook'];
  const type = `${object.kind.toLowerCase()}${group ? `.${group}` : ''}`;
  return {
    group,
    version: versionOf(object.apiVersion),
    kind: object.kind,
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name,
    ...(hook
      ? {
          hookType: hook,
          hookPhase: 'Succeeded',
          message: 'Reached expected number of succeeded pods',
        }
      : {
          status: 'Synced',
          hookPhase: 'Running',
          message: `${type}/${object.metadata.name} configured`,
        }),
    syncPhase: hook ?? 'Sync',
  };
};

function ended(
  application: Application,
  record: ApplicationRecord,
  { now }: OperationContext,
  outcome: Pick<OperationState, 'phase' | 'message' | 'syncResult'>,
): Application {
  const { operation, ...rest } = application;
  const known = application.status?.operationState;
  record.progress = undefined;
  return withOperationState(rest, {
    operation: known?.operation ?? operation ?? { sync: {} },
    startedAt: known?.startedAt ?? kubernetesTime(now),
    ...outcome,
    finishedAt: kubernetesTime(now),
  });
}

const withOperationState = (
  application: Application,
  operationState: OperationState,
): Application => ({
  ...application,
  status: { ...application.status, operationState },
});

function withHistory(
  application: Application,
  spec: ApplicationSpec,
  result: { revision?: string; revisions?: string[] } & Record<string, unknown>,
): Application {
  const history = application.status?.history ?? [];
  const state = application.status?.operationState;
  const entry: HistoryEntry = {
    id: (history.at(-1)?.id ?? -1) + 1,
    ...(result.revisions
      ? { revisions: result.revisions, sources: sourcesIn(result, 'sources') }
      : { revision: result.revision, source: result.source }),
    deployStartedAt: state?.startedAt,
    deployedAt: state?.finishedAt ?? '',
    initiatedBy: state?.operation.initiatedBy ?? {},
  };
  return {
    ...application,
    status: {
      ...application.status,
      history: [...history, entry].slice(-Math.max(1, spec.historyLimit)),
    },
  };
}

const sourcesIn = (result: Record<string, unknown>, field: string) => {
  const value = result[field];
  return Array.isArray(value) ? value : [];
};
