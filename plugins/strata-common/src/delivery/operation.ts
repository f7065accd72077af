import type { ApplicationRecord, OperationRecord } from './applicationRecord';
import type { Operation } from './contract';

/**
 * Names under which an operation of ours says who asked and which audit event
 * it belongs to. Argo CD keeps them with the operation, and only there.
 * @public
 */
export const operationInfos = {
  person: 'Person',
  reason: 'Reason',
  audit: 'strata.dev/audit',
} as const;

/**
 * Who asked: through our token Argo CD knows only the token, so the person is
 * the one the operation names. For reading; acts are proven by the audit.
 */
function requester(
  infos: Record<string, string>,
  by: string | undefined,
): string | undefined {
  return infos[operationInfos.audit] ? infos[operationInfos.person] ?? by : by;
}

/**
 * Who deployed what is deployed: the history knows the token alone, so the
 * person is known as long as the operation that made the entry is kept.
 * @public
 */
export function deployedBy({
  deployed,
  operation,
}: ApplicationRecord): string | undefined {
  const same =
    deployed?.startedAt !== undefined &&
    deployed.startedAt === operation?.startedAt;
  return same ? requester(operation.infos, deployed.by) : deployed?.by;
}

/**
 * The operation as people mean it. Argo CD says "Running" for three different
 * things: at work, waiting for a retry (then `finishedAt` is set) and held by
 * a sync window (then only the message says so).
 * @public
 */
export function operationOf(
  application: ApplicationRecord,
): Operation | undefined {
  const { queued, operation } = application;
  const running =
    operation?.phase === 'Running' || operation?.phase === 'Terminating';
  if (!running && queued) {
    return {
      state: 'queued',
      kind: 'unknown',
      by: requester(queued.infos, queued.by),
    };
  }
  if (!operation) return undefined;
  return {
    state: operationState(operation.phase, {
      finished: operation.finishedAt !== undefined,
      message: operation.message ?? '',
    }),
    kind: operation.kind,
    effect: effectOf(operation),
    startedAt: operation.startedAt,
    // While a retry waits, finishedAt is that of the attempt, not the end.
    finishedAt: running ? undefined : operation.finishedAt,
    message: operation.message,
    by: requester(operation.infos, operation.by),
  };
}

function effectOf({
  dryRun,
  partial,
}: OperationRecord): NonNullable<Operation['effect']> {
  if (dryRun) return 'dry_run';
  return partial ? 'partial' : 'full';
}

function operationState(
  phase: string,
  { finished, message }: { finished: boolean; message: string },
): Operation['state'] {
  switch (phase) {
    case 'Succeeded':
      return 'succeeded';
    case 'Failed':
    case 'Error':
      return 'failed';
    default:
      if (/blocked by sync window/i.test(message)) return 'blocked_by_window';
      return finished ? 'retrying' : 'running';
  }
}

/** Whether an operation holds the Application: a second one is refused. @public */
export function isUnderWay(operation: Operation | undefined): boolean {
  const state = operation?.state;
  switch (state) {
    case 'queued':
    case 'running':
    case 'retrying':
    case 'blocked_by_window':
      return true;
    case 'succeeded':
    case 'failed':
    case undefined:
      return false;
    default:
      return state satisfies never;
  }
}

/**
 * Whether the kept operation is about the sources the spec names now. One
 * from before an edit of the spec says nothing about what is wanted today.
 */
export function concernsCurrentSpec(application: ApplicationRecord): boolean {
  const worked = application.operation?.sources ?? [];
  if (worked.length === 0 || worked.length !== application.sources.length) {
    return worked.length === 0;
  }
  return worked.every((source, index) => {
    const wanted = application.sources[index];
    return (
      source.repoUrl === wanted.repoUrl &&
      source.path === wanted.path &&
      source.chart === wanted.chart &&
      source.targetRevision === wanted.targetRevision
    );
  });
}
