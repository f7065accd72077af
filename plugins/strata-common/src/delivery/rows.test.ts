import type { SourceStatus } from '../sources/contract';
import type { ApplicationRecord } from './applicationRecord';
import { readApplicationSet } from './applicationSet';
import { deliveryRowSchema } from './contract';
import {
  application,
  at,
  item,
  minutesAgo,
  now,
  revisionA,
  revisionB,
} from './__testUtils__/fixtures';
import { type ClaimBy, type ItemApplication } from './index';
import { deliveryRows, type RowContext } from './rows';

const source = (changes: Partial<SourceStatus> = {}): SourceStatus => ({
  id: 'kubernetes:homelab',
  kind: 'kubernetes',
  title: 'homelab',
  state: 'connected',
  asOf: at,
  since: minutesAgo(60),
  staleAfterSeconds: 300,
  ...changes,
});

const context = (changes: Partial<RowContext> = {}): RowContext => ({
  now,
  sources: [source()],
  driftGraceMs: 300_000,
  reconcileLimitMs: 540_000,
  set: () => undefined,
  outOfSync: () => undefined,
  newer: () => 'unknown',
  links: () => [],
  ...changes,
});

const claim = (
  record: ApplicationRecord,
  by: ClaimBy = 'label',
): ItemApplication => ({ application: record, by, ambiguous: false });

const dev = application();
const productionApplication = application({
  name: 'audiobookshelf-production',
  labels: { 'strata.dev/environment': 'production' },
  destination: { name: 'homelab', namespace: 'audiobookshelf' },
  automated: undefined,
});

const summary = (
  claims: ItemApplication[],
  changes: Partial<RowContext> = {},
) =>
  deliveryRows(item(), claims, context(changes)).map(
    ({ environment, status }) => `${environment} ${status}`,
  );

describe('deliveryRows', () => {
  it('answers as the contract says, in promotion order', () => {
    const rows = deliveryRows(
      item(),
      [claim(productionApplication), claim(dev)],
      context({ links: () => [{ title: 'Argo CD', url: 'https://argo' }] }),
    );
    rows.forEach(row => deliveryRowSchema.parse(row));
    expect(rows.map(({ environment }) => environment)).toEqual([
      'dev',
      'production',
    ]);
    expect(rows[0]).toMatchObject({
      entityRef: 'component:default/audiobookshelf',
      application: { name: 'audiobookshelf-dev', project: 'product' },
      deployed: {
        revisions: [revisionA],
        historyId: 0,
        at: minutesAgo(60),
        by: 'auto-sync',
        durationSeconds: 60,
      },
      source: 'kubernetes:homelab',
      asOf: at,
      newer: 'no',
      autoSync: true,
    });
  });

  it('has a row for a declared environment without Application', () => {
    expect(summary([claim(dev)])).toEqual([
      'dev healthy',
      'production not_deployed',
    ]);
  });

  it.each([
    [
      'has never been read',
      { asOf: undefined, state: 'connecting' },
      'not_reported',
    ],
    ['is down', { state: 'unreachable' }, 'unreachable'],
    ['is too old', { asOf: minutesAgo(6) }, 'stale'],
  ] as const)(
    'does not say "not deployed" while a source %s',
    (_, changes, status) => {
      const sources = [source(), source({ id: 'kubernetes:b', ...changes })];
      expect(summary([claim(dev)], { sources })).toEqual([
        'dev healthy',
        `production ${status}`,
      ]);
    },
  );

  it('says so where no cluster is configured at all', () => {
    expect(summary([], { sources: [] })).toEqual([
      'dev not_reported',
      'production not_reported',
    ]);
  });

  it('shows an Application of an environment that nobody declared, after the others', () => {
    const extra = application({
      name: 'audiobookshelf-staging',
      labels: { 'strata.dev/environment': 'staging' },
    });
    const rows = deliveryRows(
      item(),
      [claim(extra), claim(dev), claim(productionApplication)],
      context(),
    );
    expect(rows.at(-1)).toMatchObject({
      environment: 'staging',
      order: 2,
      gate: { declared: undefined, gated: true },
    });
  });

  it('shows two Applications that serve one environment, worse first', () => {
    const second = application({
      name: 'audiobookshelf-dev-2',
      health: { status: 'Degraded' },
    });
    expect(summary([claim(dev), claim(second)])).toEqual([
      'dev degraded',
      'dev healthy',
      'production not_deployed',
    ]);
  });

  it('shows production behind where dev runs a newer version', () => {
    const newerDev = application({ images: ['abs:2.18.0'] });
    const olderProduction = {
      ...productionApplication,
      images: ['abs:2.17.0'],
    };
    const rows = deliveryRows(
      item(),
      [claim(newerDev), claim(olderProduction)],
      context(),
    );
    expect(rows[1]).toMatchObject({
      status: 'behind',
      reason: 'dev runs abs:2.18.0, this runs 2.17.0.',
    });
  });

  it.each([
    ['compared as deployed', [revisionA], 'no'],
    ['compared another revision', [revisionB], 'unknown'],
    ['compared nothing', [], 'unknown'],
  ])('judges what is newer: %s', (_, revisions, newer) => {
    const [row] = deliveryRows(
      item(),
      [claim(application({ sync: { status: 'OutOfSync', revisions } }))],
      context(),
    );
    expect(row.newer).toBe(newer);
  });

  it('asks the history where revisions differ', () => {
    const moved = {
      ...productionApplication,
      sync: { status: 'OutOfSync', revisions: [revisionB] },
    };
    expect(summary([claim(dev), claim(moved)])[1]).toBe('production unknown');
    expect(summary([claim(dev), claim(moved)], { newer: () => 'yes' })[1]).toBe(
      'production waiting',
    );
    expect(summary([claim(dev), claim(moved)], { newer: () => 'no' })[1]).toBe(
      'production drifted',
    );
  });

  it('is unreachable where its cluster is no longer configured', () => {
    const sources = [source({ id: 'kubernetes:other' })];
    expect(summary([claim(dev)], { sources })[0]).toBe('dev unreachable');
  });

  it('shows the errors of its ApplicationSet among the conditions', () => {
    const set = readApplicationSet(
      {
        metadata: { name: 'audiobookshelf', namespace: 'argocd' },
        status: {
          conditions: [
            {
              type: 'ErrorOccurred',
              status: 'True',
              message: 'map has no entry for key "autoSync"',
            },
            { type: 'ResourcesUpToDate', status: 'True' },
          ],
        },
      },
      'homelab',
    );
    const [row] = deliveryRows(
      item(),
      [claim(dev)],
      context({ set: () => set }),
    );
    expect(row.conditions).toEqual([
      {
        type: 'ApplicationSetError',
        message: 'map has no entry for key "autoSync"',
      },
    ]);
  });
});
