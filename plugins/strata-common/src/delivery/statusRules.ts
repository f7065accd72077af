import type { ApplicationRecord } from './applicationRecord';
import type { Operation } from './contract';
import { concernsCurrentSpec, isUnderWay, operationOf } from './operation';
import { quoted } from './reason';
import type { DerivedStatus, StatusContext } from './statusContext';
import { untrusted } from './trust';

type Rule = (
  application: ApplicationRecord,
  context: StatusContext,
) => DerivedStatus | undefined;

const outOfSync = (application: ApplicationRecord) =>
  application.sync?.status === 'OutOfSync';
const neverSynced = (application: ApplicationRecord) =>
  application.deployed === undefined;
const automatic = (application: ApplicationRecord) =>
  application.automated?.enabled === true;

const failed: Rule = application => {
  const { operation } = application;
  if (operationOf(application)?.state !== 'failed' || operation?.dryRun) {
    return undefined;
  }
  if (
    application.sync?.status === 'Synced' ||
    !concernsCurrentSpec(application)
  ) {
    return undefined;
  }
  return {
    status: 'failed',
    reason: `The last ${
      operation?.kind === 'rollback' ? 'rollback' : 'sync'
    } failed${quoted(operation?.message)}.`,
    since: operation?.finishedAt,
  };
};

const degraded: Rule = ({ health }) =>
  health?.status === 'Degraded'
    ? {
        status: 'degraded',
        reason: `Argo CD reports Degraded${quoted(health.message)}.`,
        since: health.since,
      }
    : undefined;

/**
 * An automatic Application that was only just made: nothing of it is in the
 * cluster yet, and nothing is wrong. Without a known birth there is no grace.
 */
const awaitsFirstSync = (
  application: ApplicationRecord,
  { now, driftGraceMs }: StatusContext,
) =>
  neverSynced(application) &&
  automatic(application) &&
  application.createdAt !== undefined &&
  now - Date.parse(application.createdAt) <= driftGraceMs;

const missing: Rule = (application, context) => {
  if (application.health?.status !== 'Missing') return undefined;
  if (neverSynced(application) && !automatic(application)) return undefined;
  if (awaitsFirstSync(application, context)) return undefined;
  return {
    status: 'missing',
    reason: neverSynced(application)
      ? 'Its resources are not in the cluster: it was never synced, although auto-sync is on.'
      : 'Resources of it are not in the cluster.',
    since: application.health.since,
  };
};

const unreachable: Rule = (_, { trust }) =>
  trust.kind === 'unreachable' ? untrusted(trust) : undefined;

const sourceStale: Rule = (_, { trust }) =>
  trust.kind === 'stale' ? untrusted(trust) : undefined;

/** Why the controller leaves it alone, where the object tells. */
function stuckBecause(application: ApplicationRecord): string {
  if (application.skipsReconcile) {
    return 'the annotation argocd.argoproj.io/skip-reconcile is set';
  }
  const error = application.conditions.find(({ type }) =>
    type.endsWith('Error'),
  );
  return error
    ? `${error.type}${quoted(error.message)}`
    : 'the controller may be stuck or down';
}

const stuck: Rule = (application, { now, reconcileLimitMs }) => {
  const { reconciledAt } = application;
  if (reconciledAt === undefined || reconcileLimitMs === 0) return undefined;
  if (now - Date.parse(reconciledAt) <= reconcileLimitMs) return undefined;
  return {
    status: 'stale',
    reason: `Argo CD has not compared it since ${reconciledAt}: ${stuckBecause(
      application,
    )}.`,
    since: reconciledAt,
  };
};

const unknown: Rule = (application, { newer }) => {
  const comparison = application.conditions.find(
    ({ type }) => type === 'ComparisonError',
  );
  if (comparison) {
    return {
      status: 'unknown',
      reason: `Argo CD cannot compare it${quoted(comparison.message)}.`,
      since: comparison.since,
    };
  }
  if (application.sync?.status === 'Unknown') {
    return {
      status: 'unknown',
      reason: 'Argo CD does not know whether it is in sync.',
    };
  }
  if (application.health?.status === 'Unknown') {
    return {
      status: 'unknown',
      reason: `Argo CD does not know its health${quoted(
        application.health.message,
      )}.`,
      since: application.health.since,
    };
  }
  if (
    outOfSync(application) &&
    !automatic(application) &&
    !neverSynced(application) &&
    newer === 'unknown' &&
    !isUnderWay(operationOf(application))
  ) {
    return {
      status: 'unknown',
      reason:
        'It is out of sync, and whether a newer revision waits or the cluster drifted cannot be told.',
    };
  }
  return undefined;
};

const notReported: Rule = (application, { trust }) => {
  if (trust.kind === 'never_read') return untrusted(trust);
  const absent = [
    ...(application.sync ? [] : ['sync']),
    ...(application.health ? [] : ['health']),
  ];
  return absent.length > 0
    ? {
        status: 'not_reported',
        reason: `Argo CD has not reported its ${absent.join(' and ')} yet.`,
      }
    : undefined;
};

/** Why auto-sync has not brought it into sync, as far as that is known. */
function stillOutOfSync(operation: Operation | undefined): string {
  if (operation?.state === 'blocked_by_window') {
    return 'Auto-sync is on, but a sync window keeps it out of sync.';
  }
  return isUnderWay(operation)
    ? `It is out of sync for long although auto-sync is on; a sync is ${operation?.state}.`
    : 'It stays out of sync although auto-sync is on.';
}

const drifted: Rule = (application, context) => {
  if (!outOfSync(application)) return undefined;
  const seen = context.outOfSync;
  const since =
    seen?.exact === true ? new Date(seen.sinceMs).toISOString() : undefined;
  if (automatic(application)) {
    const long =
      seen !== undefined && context.now - seen.sinceMs > context.driftGraceMs;
    return long
      ? {
          status: 'drifted',
          reason: stillOutOfSync(operationOf(application)),
          since,
        }
      : undefined;
  }
  return !neverSynced(application) && context.newer === 'no'
    ? {
        status: 'drifted',
        reason:
          'The cluster differs from what was deployed, and git holds nothing newer.',
        since,
      }
    : undefined;
};

const suspended: Rule = ({ health }) =>
  health?.status === 'Suspended'
    ? {
        status: 'suspended',
        reason: `It is suspended${quoted(health.message)}.`,
        since: health.since,
      }
    : undefined;

const behind: Rule = (application, context) =>
  context.behind && application.sync?.status === 'Synced'
    ? { status: 'behind', reason: context.behind.reason }
    : undefined;

const progressing: Rule = (application, context) => {
  if (application.deletingSince) {
    return {
      status: 'progressing',
      reason: 'The Application is being deleted.',
      since: application.deletingSince,
    };
  }
  const operation = operationOf(application);
  switch (operation?.state) {
    case 'queued':
      return { status: 'progressing', reason: 'A sync is queued.' };
    case 'running':
      return {
        status: 'progressing',
        reason: `A ${
          operation.kind === 'rollback' ? 'rollback' : 'sync'
        } is running.`,
        since: operation.startedAt,
      };
    case 'retrying':
      return {
        status: 'progressing',
        reason: `A sync failed and waits for its retry${quoted(
          operation.message,
        )}.`,
        since: operation.startedAt,
      };
    default:
  }
  if (
    application.health?.status === 'Missing' &&
    awaitsFirstSync(application, context)
  ) {
    return {
      status: 'progressing',
      reason: 'Argo CD has not synced it yet.',
      since: application.createdAt,
    };
  }
  if (application.health?.status === 'Progressing') {
    return {
      status: 'progressing',
      reason: `It is being rolled out${quoted(application.health.message)}.`,
      since: application.health.since,
    };
  }
  return outOfSync(application) && automatic(application)
    ? {
        status: 'progressing',
        reason: 'It is out of sync; auto-sync has yet to act.',
      }
    : undefined;
};

const waiting: Rule = (application, context) => {
  if (operationOf(application)?.state === 'blocked_by_window') {
    return { status: 'waiting', reason: 'A sync waits for its sync window.' };
  }
  if (!outOfSync(application)) return undefined;
  const since = context.outOfSync;
  return {
    status: 'waiting',
    reason: neverSynced(application)
      ? 'It waits at its gate for the first sync.'
      : 'A newer revision waits at its gate.',
    since: since?.exact ? new Date(since.sinceMs).toISOString() : undefined,
  };
};

const healthy: Rule = application =>
  application.sync?.status === 'Synced' &&
  application.health?.status === 'Healthy'
    ? {
        status: 'healthy',
        reason: 'In sync and healthy.',
        since: application.health.since,
      }
    : undefined;

/** Worst first, in the order of the shared severity table. */
export const statusRules: readonly Rule[] = [
  failed,
  degraded,
  missing,
  unreachable,
  sourceStale,
  stuck,
  unknown,
  notReported,
  drifted,
  suspended,
  behind,
  progressing,
  waiting,
  healthy,
];
