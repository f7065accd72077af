import {
  applicationObject,
  environment,
  item,
  minutesAgo,
  now,
  repository,
  revisionA,
  revisionB,
} from './__testUtils__/fixtures';
import { readApplication } from './application';
import { readApplicationDetail } from './applicationDetail';
import { readApplicationSet } from './applicationSet';
import type { DeliveryRow } from './contract';
import { ItemMatcher } from './match';
import { readProject } from './project';
import { deliveryRows, kubernetesSourceId, type RowContext } from './rows';
import { windowsOf } from './syncWindows';

const context: RowContext = {
  now,
  sources: [
    {
      id: kubernetesSourceId('homelab'),
      kind: 'kubernetes',
      title: 'homelab',
      state: 'connected',
      asOf: minutesAgo(0),
      since: minutesAgo(60),
      staleAfterSeconds: 300,
    },
  ],
  driftGraceMs: 5 * 60_000,
  reconcileLimitMs: 9 * 60_000,
  set: () => undefined,
  outOfSync: () => undefined,
  newer: () => 'unknown',
  links: () => [],
};
type Raw = Record<string, unknown>;
const object = (spec: Raw = {}, status: Raw = {}, metadata: Raw = {}) => ({
  ...applicationObject,
  metadata: { ...applicationObject.metadata, ...metadata },
  spec: { ...applicationObject.spec, ...spec },
  status: { ...applicationObject.status, ...status },
});
function row(raw: object, more: Partial<RowContext> = {}): DeliveryRow {
  const application = readApplication(raw, 'homelab');
  return deliveryRows(
    item({ environments: [environment()] }),
    [{ application, by: 'label', ambiguous: false }],
    { ...context, ...more },
  )[0];
}
const manual = { syncPolicy: {} };
const sync = (status: string, revision = revisionB) => ({
  sync: { status, revision },
});
const operation = (phase: string, more: Raw = {}) => ({
  operationState: {
    phase,
    startedAt: minutesAgo(2),
    operation: { sync: {} },
    ...more,
  },
});

/** One test a fact; what each has to withstand is in its name. */
describe('facts of an Application', () => {
  it('deployed revision: from the history, though another was compared', () => {
    const { deployed, compared } = row(object({}, sync('OutOfSync')));
    expect(deployed).toMatchObject({ revisions: [revisionA], historyId: 0 });
    expect(compared).toEqual([revisionB]);
  });

  it.each([
    ['partial', { operation: { sync: { resources: [{ kind: 'Pod' }] } } }],
    ['dry_run', { operation: { sync: { dryRun: true } } }],
    ['full', {}],
  ])(
    'deployed revision: a %s operation says that it is one',
    (effect, more) => {
      const raw = object({}, operation('Succeeded', more));
      expect(row(raw).operation?.effect).toBe(effect);
      expect(row(raw).deployed?.revisions).toEqual([revisionA]);
    },
  );

  it.each([
    ['yes', 'waiting'],
    ['no', 'drifted'],
    ['unknown', 'unknown'],
  ] as const)(
    'newer revision waiting: %s, as the path tells and not the compared commit',
    (newer, status) => {
      const found = row(object(manual, sync('OutOfSync')), {
        newer: () => newer,
      });
      expect(found).toMatchObject({ newer, status });
    },
  );

  it('deployed when and by whom: times of the history, names as Argo CD has them', () => {
    const by = (initiatedBy: Raw) =>
      row(
        object(
          {},
          {
            history: [
              {
                id: 0,
                revision: revisionA,
                deployStartedAt: minutesAgo(61),
                deployedAt: minutesAgo(60),
                initiatedBy,
              },
            ],
          },
        ),
      ).deployed;
    expect(by({ username: 'proj:product:portal' })).toMatchObject({
      at: minutesAgo(60),
      durationSeconds: 60,
      by: 'proj:product:portal',
    });
    expect(by({ automated: true })?.by).toBe('auto-sync');
  });

  it('images running: both versions during a rollout, none at zero Pods', () => {
    const images = (list: string[]) =>
      row(object({}, { summary: { images: list } })).images;
    expect(images(['n8n:1', 'n8n:2'])).toEqual(['n8n:1', 'n8n:2']);
    expect(images([])).toEqual([]);
  });

  it.each([
    [undefined, false],
    [null, false],
    [{}, true],
    [{ enabled: true }, true],
    [{ enabled: false }, false],
  ])('auto-sync on: automated %j is %s', (automated, expected) => {
    expect(row(object({ syncPolicy: { automated } })).autoSync).toBe(expected);
  });

  describe('gate', () => {
    const set = (steps: Raw[], step: string) =>
      readApplicationSet(
        {
          metadata: { name: 'audiobookshelf', namespace: 'argocd' },
          spec: { strategy: { type: 'RollingSync', rollingSync: { steps } } },
          status: {
            applicationStatus: [
              { application: 'audiobookshelf-dev', step, status: 'Waiting' },
            ],
          },
        },
        'homelab',
      );
    const rolling = { syncPolicy: { automated: { enabled: false } } };

    it.each([
      ['the step it waits in', [{}, {}], '2', /step 2 of 2.*\(Waiting\)/],
      ['that it is in no step', [{}], '-1', /in none of them/],
      ['maxUpdate 0', [{ maxUpdate: 0 }], '1', /synced by hand/],
      ['maxUpdate "0%"', [{ maxUpdate: '0%' }], '1', /synced by hand/],
    ])('is the live policy, explained by %s', (_, steps, step, why) => {
      const { gate } = row(object(rolling), { set: () => set(steps, step) });
      expect(gate).toMatchObject({
        live: 'manual',
        gated: true,
        why: expect.stringMatching(why),
      });
    });

    it('is not explained by steps that another strategy leaves over', () => {
      const { gate } = row(object(), { set: () => set([], '1') });
      expect(gate.why).not.toMatch(/step/);
    });
  });

  it('sync windows: those that concern it, each with its next opening', () => {
    const { windows } = readProject(
      {
        metadata: { name: 'product', namespace: 'argocd' },
        spec: {
          syncWindows: [
            {
              kind: 'deny',
              schedule: '0 11 * * *',
              duration: '2h',
              applications: ['*'],
            },
            {
              kind: 'allow',
              schedule: '0 22 * * *',
              duration: '1h',
              applications: ['audiobookshelf-*'],
            },
            {
              kind: 'deny',
              schedule: '* * * * *',
              duration: '1h',
              applications: ['n8n-*'],
            },
            {
              kind: 'deny',
              schedule: 'at noon',
              duration: '1h',
              applications: ['*'],
            },
          ],
        },
      },
      'homelab',
    );
    const application = readApplication(object(), 'homelab');
    expect(windowsOf(windows, application, now)).toMatchObject([
      {
        state: 'active',
        until: '2026-11-24T13:00:00.000Z',
        next: '2026-11-25T11:00:00.000Z',
      },
      { state: 'inactive', next: '2026-11-24T22:00:00.000Z' },
      { state: 'unreadable', problem: expect.stringMatching(/at noon/) },
    ]);
  });

  it('health: with the time of its turn; per resource it may be kept elsewhere', () => {
    const raw = object(
      {},
      {
        health: { status: 'Degraded', lastTransitionTime: minutesAgo(7) },
        resourceHealthSource: 'appTree',
        resources: [{ kind: 'Pod', name: 'a' }],
      },
    );
    expect(row(raw)).toMatchObject({
      status: 'degraded',
      since: minutesAgo(7),
    });
    expect(readApplicationDetail(raw).resources[0].health).toEqual({
      kind: 'not_reported',
    });
  });

  it('sync since: from our own log, and left out where the turn was not seen', () => {
    const raw = object({}, sync('OutOfSync'));
    const at = (exact: boolean) =>
      row(raw, {
        outOfSync: () => ({ sinceMs: now - 10 * 60_000, exact }),
      }).since;
    expect(at(true)).toBe(new Date(now - 10 * 60_000).toISOString());
    expect(at(false)).toBeUndefined();
  });

  it.each([
    ['queued', { operation: { sync: {} } }, {}],
    ['running', {}, operation('Running')],
    ['retrying', {}, operation('Running', { finishedAt: minutesAgo(1) })],
    [
      'blocked_by_window',
      {},
      operation('Running', { message: 'Operation blocked by sync window' }),
    ],
  ])('operation: %s', (state, more, status) => {
    const raw = { ...object({}, status), ...more };
    expect(row(raw).operation?.state).toBe(state);
  });

  it('operation: a failure from before the current spec counts no longer', () => {
    const failed = operation('Failed', {
      syncResult: { source: { repoURL: repository, path: 'old/place' } },
    });
    expect(row(object({}, { ...sync('OutOfSync'), ...failed })).status).toBe(
      'progressing',
    );
  });

  it.each([
    ['nobody knows why', {}, {}, /may be stuck or down/],
    [
      'it is to be skipped',
      {},
      { annotations: { 'argocd.argoproj.io/skip-reconcile': 'true' } },
      /skip-reconcile/,
    ],
    [
      'its spec is wrong',
      { conditions: [{ type: 'InvalidSpecError', message: 'no project' }] },
      {},
      /InvalidSpecError: no project/,
    ],
  ])('stuck controller: stale, because %s', (_, status, metadata, reason) => {
    const raw = object(
      {},
      { reconciledAt: minutesAgo(10), ...status },
      metadata,
    );
    expect(row(raw)).toMatchObject({
      status: 'stale',
      reason: expect.stringMatching(reason),
    });
    expect(row(raw, { reconcileLimitMs: 0 }).status).toBe('healthy');
  });

  it('several sources: each revision by its position', () => {
    const raw = object(
      {
        source: undefined,
        sources: [
          { chart: 'n8n', repoURL: 'https://charts.example' },
          { repoURL: repository, path: 'values' },
        ],
      },
      {
        sync: { status: 'Synced', revisions: ['1.2.3', revisionA] },
        history: [
          {
            id: 0,
            revisions: ['1.2.3', revisionA],
            deployedAt: minutesAgo(5),
          },
        ],
      },
    );
    expect(row(raw)).toMatchObject({
      compared: ['1.2.3', revisionA],
      deployed: { revisions: ['1.2.3', revisionA] },
      newer: 'no',
    });
  });

  it('hydrator: belongs to the item of its dry source; the dry commit is told apart', () => {
    const application = readApplication(
      object(
        {
          source: undefined,
          sourceHydrator: {
            drySource: {
              repoURL: repository,
              path: 'kubernetes/services/audiobookshelf/environments/dev',
            },
          },
        },
        {
          sourceHydrator: { lastSuccessfulOperation: { drySHA: revisionA } },
          sync: { status: 'Synced', revision: revisionB },
        },
        { labels: {} },
      ),
      'homelab',
    );
    expect(application.drySha).toBe(revisionA);
    expect(application.sync?.revisions).toEqual([revisionB]);
    expect(
      new ItemMatcher([{ item: item(), repository }]).claim(application),
    ).toMatchObject({ kind: 'claimed', by: 'path' });
  });

  it('conditions: after a ComparisonError the sync status is not believed', () => {
    const raw = object(
      {},
      {
        conditions: [
          { type: 'ComparisonError', message: 'repository not accessible' },
        ],
      },
    );
    expect(row(raw)).toMatchObject({
      sync: 'Synced',
      status: 'unknown',
      reason: expect.stringMatching(/repository not accessible/),
    });
  });

  it('ApplicationSet: its resources, cut at 5000, are not what members are counted by', () => {
    const { set } = readApplication(object(), 'homelab');
    expect(set).toBe('audiobookshelf');
    expect(
      readApplicationSet(
        {
          metadata: { name: 'audiobookshelf', namespace: 'argocd' },
          spec: {},
          status: { resources: [{ name: 'x' }], resourcesCount: 7000 },
        },
        'homelab',
      ),
    ).not.toHaveProperty('resources');
  });
});
