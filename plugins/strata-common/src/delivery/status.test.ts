import { type DeliveryStatus, deliveryStatuses } from '../severity';
import type { ApplicationRecord } from './applicationRecord';
import {
  application,
  environment,
  minutesAgo,
  now,
  revisionB,
} from './__testUtils__/fixtures';
import { gateOf } from './gate';
import { deliveryStatus } from './status';
import { defaultReconcileLimitMs, type StatusContext } from './statusContext';

const context: StatusContext = {
  now,
  trust: { kind: 'current' },
  gate: gateOf(environment(), application(), undefined),
  driftGraceMs: 5 * 60_000,
  newer: 'no',
  reconcileLimitMs: defaultReconcileLimitMs,
};

const manual = { automated: undefined };
const outOfSync = { sync: { status: 'OutOfSync', revisions: [revisionB] } };
const health = (status: string) => ({
  health: { status, since: minutesAgo(10) },
});
const operation = (
  changes: Partial<NonNullable<ApplicationRecord['operation']>>,
) => ({
  operation: {
    phase: 'Running',
    kind: 'sync' as const,
    dryRun: false,
    partial: false,
    revisions: [],
    sources: [],
    infos: {},
    startedAt: minutesAgo(2),
    ...changes,
  },
});
const failedOperation = operation({
  phase: 'Failed',
  finishedAt: minutesAgo(1),
  message: 'one or more objects failed to apply',
});
const seenOutOfSync = (minutes: number, exact = true) => ({
  outOfSync: { sinceMs: now - minutes * 60_000, exact },
});

type Case = [
  what: string,
  record: Partial<ApplicationRecord>,
  facts: Partial<StatusContext>,
  status: DeliveryStatus,
  reason: RegExp,
];

const cases: Case[] = [
  ['all is well', {}, {}, 'healthy', /in sync and healthy/i],
  [
    'last sync failed and it is not in sync',
    { ...outOfSync, ...failedOperation },
    {},
    'failed',
    /sync failed: one or more objects failed to apply\./,
  ],
  [
    'last sync failed but it is in sync again',
    failedOperation,
    {},
    'healthy',
    /healthy/,
  ],
  [
    'a failed dry run deployed nothing and failed nothing',
    {
      ...outOfSync,
      ...operation({ phase: 'Failed', dryRun: true }),
    },
    {},
    'progressing',
    /auto-sync has yet to act/,
  ],
  [
    'a failed sync of sources the spec no longer names',
    {
      ...outOfSync,
      ...operation({
        phase: 'Failed',
        sources: [{ repoUrl: 'https://elsewhere.example/old' }],
      }),
    },
    {},
    'progressing',
    /auto-sync/,
  ],
  ['Degraded', health('Degraded'), {}, 'degraded', /Degraded/],
  [
    'Missing after a sync',
    health('Missing'),
    {},
    'missing',
    /not in the cluster/,
  ],
  [
    'Missing, never synced, although auto-sync is on',
    { ...health('Missing'), ...outOfSync, deployed: undefined },
    {},
    'missing',
    /never synced/,
  ],
  [
    'Missing, never synced, auto-sync on, made within the grace',
    {
      ...health('Missing'),
      ...outOfSync,
      deployed: undefined,
      createdAt: minutesAgo(4),
    },
    {},
    'progressing',
    /Argo CD has not synced it yet\./,
  ],
  [
    'Missing, never synced, auto-sync on, made before the grace',
    {
      ...health('Missing'),
      ...outOfSync,
      deployed: undefined,
      createdAt: minutesAgo(6),
    },
    {},
    'missing',
    /never synced/,
  ],
  [
    'Missing after a sync, however young the Application is',
    { ...health('Missing'), createdAt: minutesAgo(1) },
    {},
    'missing',
    /not in the cluster/,
  ],
  [
    'Missing, never synced, behind a manual gate',
    { ...health('Missing'), ...outOfSync, ...manual, deployed: undefined },
    { newer: 'yes' },
    'waiting',
    /first sync/,
  ],
  [
    'its source is down',
    {},
    {
      trust: {
        kind: 'unreachable',
        source: 'homelab',
        since: minutesAgo(10),
        error: 'ECONNREFUSED',
      },
    },
    'unreachable',
    /homelab cannot be reached: ECONNREFUSED\./,
  ],
  [
    'its source is too old',
    {},
    { trust: { kind: 'stale', source: 'homelab', asOf: minutesAgo(10) } },
    'stale',
    /homelab has not reported/,
  ],
  [
    'the controller has not compared it for long',
    { reconciledAt: minutesAgo(10) },
    {},
    'stale',
    /has not compared it since .*may be stuck/,
  ],
  [
    'nobody compares it because of an annotation',
    { reconciledAt: minutesAgo(10), skipsReconcile: true },
    {},
    'stale',
    /skip-reconcile/,
  ],
  [
    'nobody compares it because its spec is wrong',
    {
      reconciledAt: minutesAgo(10),
      conditions: [{ type: 'InvalidSpecError', message: 'no such project' }],
    },
    {},
    'stale',
    /InvalidSpecError: no such project/,
  ],
  [
    'old comparison, check switched off',
    { reconciledAt: minutesAgo(1000) },
    { reconcileLimitMs: 0 },
    'healthy',
    /healthy/,
  ],
  [
    'a ComparisonError makes Synced unbelievable',
    { conditions: [{ type: 'ComparisonError', message: 'repo is gone' }] },
    {},
    'unknown',
    /cannot compare it: repo is gone\./,
  ],
  [
    'sync Unknown',
    { sync: { status: 'Unknown', revisions: [] } },
    {},
    'unknown',
    /in sync/,
  ],
  ['health Unknown', health('Unknown'), {}, 'unknown', /health/],
  [
    'OutOfSync, deployed before, and nobody can tell whether anything newer waits',
    { ...outOfSync, ...manual },
    { newer: 'unknown' },
    'unknown',
    /cannot be told/,
  ],
  ['no sync reported', { sync: undefined }, {}, 'not_reported', /sync yet/],
  [
    'no health reported',
    { health: undefined },
    {},
    'not_reported',
    /health yet/,
  ],
  [
    'OutOfSync with auto-sync for longer than the grace',
    outOfSync,
    seenOutOfSync(6),
    'drifted',
    /although auto-sync is on/,
  ],
  [
    'OutOfSync with auto-sync for longer than the grace, a sync at work',
    { ...outOfSync, ...operation({}) },
    seenOutOfSync(6),
    'drifted',
    /a sync is running/,
  ],
  [
    'OutOfSync with auto-sync within the grace',
    outOfSync,
    seenOutOfSync(4),
    'progressing',
    /has yet to act/,
  ],
  [
    'OutOfSync with auto-sync because of a window',
    {
      ...outOfSync,
      ...operation({ message: 'Sync operation blocked by sync window' }),
    },
    seenOutOfSync(6),
    'drifted',
    /sync window/,
  ],
  [
    'OutOfSync behind a gate with nothing newer in git',
    { ...outOfSync, ...manual },
    { newer: 'no' },
    'drifted',
    /git holds nothing newer/,
  ],
  ['Suspended', health('Suspended'), {}, 'suspended', /suspended/],
  [
    'an earlier environment runs a newer version',
    {},
    { behind: { environment: 'dev', reason: 'dev runs 2, this runs 1.' } },
    'behind',
    /dev runs 2/,
  ],
  [
    'behind needs to be in sync',
    { ...outOfSync, ...manual },
    {
      newer: 'yes',
      behind: { environment: 'dev', reason: 'dev runs 2, this runs 1.' },
    },
    'waiting',
    /newer revision/,
  ],
  ['Progressing', health('Progressing'), {}, 'progressing', /rolled out/],
  ['a sync is running', operation({}), {}, 'progressing', /sync is running/],
  [
    'a sync waits for its retry',
    operation({ finishedAt: minutesAgo(1), message: 'webhook timed out' }),
    {},
    'progressing',
    /retry: webhook timed out/,
  ],
  ['a sync is queued', { queued: { infos: {} } }, {}, 'progressing', /queued/],
  [
    'it is being deleted',
    { deletingSince: minutesAgo(1) },
    {},
    'progressing',
    /being deleted/,
  ],
  [
    'a newer revision behind a manual gate',
    { ...outOfSync, ...manual },
    { newer: 'yes' },
    'waiting',
    /newer revision waits/,
  ],
  [
    'a running sync of a gated environment is not unknown',
    { ...outOfSync, ...manual, ...operation({}) },
    { newer: 'unknown' },
    'progressing',
    /sync is running/,
  ],
  [
    'a word of a later Argo CD',
    health('Hibernating'),
    {},
    'unknown',
    /"Hibernating".*not understood/,
  ],
];

describe('deliveryStatus', () => {
  it.each(cases)('%s', (_, record, facts, status, reason) => {
    const derived = deliveryStatus(application(record), {
      ...context,
      ...facts,
    });
    expect(derived.status).toBe(status);
    expect(derived.reason).toMatch(reason);
  });

  it('is the worst of what applies', () => {
    const worst = deliveryStatus(
      application({ ...outOfSync, ...failedOperation, ...health('Degraded') }),
      {
        ...context,
        trust: { kind: 'stale', source: 'homelab' },
      },
    );
    expect(worst.status).toBe('failed');
  });

  it('has a case for every status an Application can have', () => {
    const shown = new Set(cases.map(([, , , status]) => status));
    expect(deliveryStatuses.filter(status => !shown.has(status))).toEqual([
      'not_deployed',
    ]);
  });

  it('says since when only where it was seen', () => {
    const waitingSince = (exact: boolean) =>
      deliveryStatus(application({ ...outOfSync, ...manual }), {
        ...context,
        newer: 'yes',
        ...seenOutOfSync(30, exact),
      }).since;
    expect(waitingSince(true)).toBe(minutesAgo(30));
    expect(waitingSince(false)).toBeUndefined();
  });
});
