import {
  application,
  minutesAgo,
  now,
  revisionA,
  revisionB,
} from './__testUtils__/fixtures';
import type { ApplicationRecord } from './applicationRecord';
import { continuesChain, type Turn, turnsBetween } from './transitions';

const told = (turns: readonly Turn[]) =>
  turns.map(
    ({ field, from, to, timing }) =>
      `${field}: ${from ?? '?'} → ${to} (${timing})`,
  );
const between = (
  before: Partial<ApplicationRecord> | undefined,
  after: Partial<ApplicationRecord>,
) => told(turnsBetween(before && application(before), application(after), now));

const operation = {
  phase: 'Running',
  kind: 'sync' as const,
  dryRun: false,
  partial: false,
  revisions: [],
  sources: [],
  infos: {},
  startedAt: minutesAgo(2),
};

describe('turnsBetween', () => {
  it('tells everything reported at a first look, each without what was before', () => {
    expect(between(undefined, {})).toEqual([
      'sync: ? → Synced (found)',
      'health: ? → Healthy (upstream)',
      `revision: ? → ${revisionA} (upstream)`,
      'gate: ? → automatic (found)',
    ]);
  });

  it('tells nothing where only the version moved', () => {
    expect(between({}, { resourceVersion: '101' })).toEqual([]);
  });

  it('has our time for sync, which Argo CD keeps no time for', () => {
    const [turn] = turnsBetween(
      application(),
      application({ sync: { status: 'OutOfSync', revisions: [revisionB] } }),
      now,
    );
    expect(turn).toMatchObject({ from: 'Synced', at: now, timing: 'seen' });
  });

  it('has the time of Argo CD for health', () => {
    const [turn] = turnsBetween(
      application(),
      application({ health: { status: 'Degraded', since: minutesAgo(3) } }),
      now,
    );
    expect(turn).toMatchObject({
      from: 'Healthy',
      to: 'Degraded',
      at: Date.parse(minutesAgo(3)),
      timing: 'upstream',
    });
  });

  it('says nothing of what is no longer reported', () => {
    expect(between({}, { health: undefined })).toEqual([]);
  });

  it.each([
    ['begins', undefined, operation, ['operation: ? → running (upstream)']],
    [
      'ends',
      operation,
      { ...operation, phase: 'Succeeded', finishedAt: minutesAgo(1) },
      ['operation: running → succeeded (upstream)'],
    ],
    [
      'ends as the one before did',
      { ...operation, phase: 'Succeeded', finishedAt: minutesAgo(9) },
      { ...operation, phase: 'Succeeded', finishedAt: minutesAgo(1) },
      ['operation: succeeded → succeeded (upstream)'],
    ],
    [
      'is a rollback',
      operation,
      {
        ...operation,
        kind: 'rollback' as const,
        phase: 'Failed',
        finishedAt: minutesAgo(1),
      },
      ['operation: running → rollback failed (upstream)'],
    ],
  ])('tells when an operation %s', (_, before, after, expected) => {
    expect(between({ operation: before }, { operation: after })).toEqual(
      expected,
    );
  });

  it('tells a gate that opens or closes', () => {
    expect(between({}, { automated: undefined })).toEqual([
      'gate: automatic → manual (seen)',
    ]);
  });

  it('starts anew for an Application recreated under its name', () => {
    expect(between({}, { uid: 'uid-2' })).toHaveLength(4);
  });
});

describe('continuesChain', () => {
  const turn = (changes: Partial<Turn> = {}): Turn => ({
    cluster: 'homelab',
    namespace: 'argocd',
    name: 'audiobookshelf-dev',
    uid: 'uid-1',
    field: 'sync',
    from: 'Synced',
    to: 'OutOfSync',
    at: now,
    timing: 'seen',
    seenAt: now,
    resourceVersion: '100',
    ...changes,
  });
  const last = turn({ to: 'Synced', resourceVersion: '99' });

  it.each<[string, Turn, Turn | undefined, boolean]>([
    ['what follows', turn(), last, true],
    ['what is there already', turn(), turn(), false],
    [
      'a first look without a word before it',
      turn({ from: undefined }),
      undefined,
      false,
    ],
    [
      'a first look that differs from the log',
      turn({ from: undefined }),
      last,
      true,
    ],
    [
      'what a lagging replica tells late',
      turn({ resourceVersion: '98' }),
      last,
      false,
    ],
    [
      'a number with more digits',
      turn({ resourceVersion: '1000' }),
      last,
      true,
    ],
    [
      'versions that are no numbers',
      turn({ resourceVersion: 'b' }),
      { ...last, resourceVersion: 'c' },
      true,
    ],
    [
      'an older version long after',
      turn({ resourceVersion: '5', seenAt: now + 700_000 }),
      last,
      true,
    ],
  ])('%s', (_, next, before, expected) => {
    expect(continuesChain(next, before)).toBe(expected);
  });
});
