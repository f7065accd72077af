import { readApplication } from './application';
import {
  applicationObject,
  minutesAgo,
  revisionA,
  revisionB,
} from './__testUtils__/fixtures';
import { deployedBy, operationInfos, operationOf } from './operation';

const withStatus = (status: object) => ({
  ...applicationObject,
  status: { ...applicationObject.status, ...status },
});
const withSpec = (spec: object) => ({
  ...applicationObject,
  spec: { ...applicationObject.spec, ...spec },
});
const read = (object: unknown) => readApplication(object, 'homelab');

describe('readApplication', () => {
  it('keeps identity, project, set and destination', () => {
    expect(read(applicationObject)).toMatchObject({
      cluster: 'homelab',
      namespace: 'argocd',
      name: 'audiobookshelf-dev',
      project: 'product',
      set: 'audiobookshelf',
      destination: { name: 'homelab', namespace: 'audiobookshelf-dev' },
    });
  });

  it('takes the deployed revision from the history, not from the comparison', () => {
    const record = read(
      withStatus({ sync: { status: 'Synced', revision: revisionB } }),
    );
    expect(record.sync?.revisions).toEqual([revisionB]);
    expect(record.deployed?.revisions).toEqual([revisionA]);
  });

  it('takes the last history entry and pairs its revisions with its sources', () => {
    const record = read(
      withStatus({
        history: [
          { id: 0, revision: 'old' },
          {
            id: 1,
            revisions: ['1.2.3', revisionB],
            sources: [
              { repoURL: 'https://charts.example', chart: 'mongodb' },
              { repoURL: 'https://git.example/values' },
            ],
            deployedAt: minutesAgo(5),
            initiatedBy: { username: 'proj:data:portal' },
          },
        ],
      }),
    );
    expect(record.deployed).toEqual({
      id: 1,
      revisions: ['1.2.3', revisionB],
      sources: [
        { repoUrl: 'https://charts.example', chart: 'mongodb' },
        { repoUrl: 'https://git.example/values' },
      ],
      deployedAt: minutesAgo(5),
      startedAt: undefined,
      by: 'proj:data:portal',
    });
  });

  it.each([
    ['no syncPolicy', { syncPolicy: undefined }, undefined],
    ['no automated', { syncPolicy: {} }, undefined],
    ['automated: null', { syncPolicy: { automated: null } }, undefined],
    ['automated: {}', { syncPolicy: { automated: {} } }, true],
    ['enabled: true', { syncPolicy: { automated: { enabled: true } } }, true],
    [
      'enabled: false',
      { syncPolicy: { automated: { enabled: false } } },
      false,
    ],
  ])('reads auto-sync: %s', (_, spec, enabled) => {
    expect(read(withSpec(spec)).automated?.enabled).toBe(enabled);
  });

  it('leaves out what is missing instead of filling it in', () => {
    expect(
      read({ metadata: { name: 'bare', namespace: 'argocd' }, spec: {} }),
    ).toMatchObject({
      sync: undefined,
      health: undefined,
      deployed: undefined,
      operation: undefined,
      reconciledAt: undefined,
      images: [],
      sources: [],
      conditions: [],
    });
  });

  it('counts fields of a wrong type as not reported and keeps the rest', () => {
    const record = read(
      withStatus({
        health: 'Healthy',
        reconciledAt: 'yesterday',
        summary: { images: [7, 'nginx:1.29'] },
        conditions: [{ type: 'OrphanedResourceWarning' }, null, 'no'],
      }),
    );
    expect(record).toMatchObject({
      health: undefined,
      reconciledAt: undefined,
      images: ['nginx:1.29'],
      conditions: [{ type: 'OrphanedResourceWarning', message: '' }],
      sync: { status: 'Synced' },
    });
  });

  it.each([[null], ['text'], [{}], [{ metadata: { name: 'x' }, spec: {} }]])(
    'refuses what has no identity: %j',
    object => {
      expect(() => read(object)).toThrow(/unreadable Application .*homelab/s);
    },
  );

  it('reads the hydrator by its dry side', () => {
    const record = read({
      ...withSpec({
        source: undefined,
        sourceHydrator: {
          drySource: { repoURL: 'https://git.example/dry', path: 'apps/x' },
        },
      }),
      status: {
        sourceHydrator: { lastSuccessfulOperation: { drySHA: revisionB } },
      },
    });
    expect(record).toMatchObject({
      drySource: { repoUrl: 'https://git.example/dry', path: 'apps/x' },
      drySha: revisionB,
    });
  });
});

describe('operations', () => {
  const state = (operationState: object, more: object = {}) =>
    operationOf(read({ ...withStatus({ operationState }), ...more }));
  const startedAt = minutesAgo(2);

  it.each([
    [
      'running',
      { phase: 'Running', startedAt, message: 'one of two applied' },
      'running',
    ],
    ['terminating', { phase: 'Terminating', startedAt }, 'running'],
    [
      'waiting for a retry',
      { phase: 'Running', startedAt, finishedAt: minutesAgo(1) },
      'retrying',
    ],
    [
      'blocked by a window',
      {
        phase: 'Running',
        startedAt,
        message: 'Sync operation blocked by sync window',
      },
      'blocked_by_window',
    ],
    ['succeeded', { phase: 'Succeeded', startedAt }, 'succeeded'],
    ['failed', { phase: 'Failed', startedAt }, 'failed'],
    ['error', { phase: 'Error', startedAt }, 'failed'],
  ])('tells %s', (_, operationState, expected) => {
    expect(state(operationState)?.state).toBe(expected);
  });

  it('is queued from the request until the controller takes it up', () => {
    const operation = { initiatedBy: { username: 'ada' }, sync: {} };
    expect(state({ phase: 'Succeeded' }, { operation })).toEqual({
      state: 'queued',
      kind: 'unknown',
      by: 'ada',
    });
    expect(state({ phase: 'Running' }, { operation })?.state).toBe('running');
  });

  it('shows no end while a retry waits', () => {
    expect(
      state({ phase: 'Running', startedAt, finishedAt: minutesAgo(1) }),
    ).toMatchObject({ finishedAt: undefined });
  });

  it.each([
    ['a hook sync', { revision: revisionA }, 'sync'],
    [
      'apply-only to what the history holds',
      { revision: revisionA, syncStrategy: { apply: {} } },
      'rollback',
    ],
    [
      'apply-only to something new',
      { revision: revisionB, syncStrategy: { apply: {} } },
      'unknown',
    ],
  ])('names the kind of %s', (_, sync, kind) => {
    expect(
      state({ phase: 'Running', startedAt, operation: { sync } })?.kind,
    ).toBe(kind);
  });

  it('keeps the infos of whoever asked', () => {
    const record = read(
      withStatus({
        operationState: {
          phase: 'Running',
          operation: { info: [{ name: 'Person', value: 'ada' }], sync: {} },
        },
      }),
    );
    expect(record.operation?.infos).toEqual({ Person: 'ada' });
  });

  describe('names the person behind our token', () => {
    const ours = [
      { name: operationInfos.person, value: 'user:default/ada' },
      { name: operationInfos.audit, value: 'audit-1' },
    ];
    const by = (info: object[], deployStartedAt = startedAt) => {
      const initiatedBy = { username: 'proj:product:portal' };
      const record = read(
        withStatus({
          operationState: {
            phase: 'Succeeded',
            startedAt,
            operation: { info, initiatedBy, sync: {} },
          },
          history: [
            { id: 3, deployStartedAt, deployedAt: minutesAgo(1), initiatedBy },
          ],
        }),
      );
      return [operationOf(record)?.by, deployedBy(record)];
    };

    it('for the operation and what it deployed', () => {
      expect(by(ours)).toEqual(['user:default/ada', 'user:default/ada']);
    });

    it('not for what an earlier operation deployed', () => {
      expect(by(ours, minutesAgo(90))).toEqual([
        'user:default/ada',
        'proj:product:portal',
      ]);
    });

    it('not for a name that somebody else attached', () => {
      expect(by(ours.slice(0, 1))).toEqual([
        'proj:product:portal',
        'proj:product:portal',
      ]);
    });
  });
});
