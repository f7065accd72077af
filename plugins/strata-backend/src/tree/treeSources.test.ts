import type { TreeStatus } from '@strata/plugin-strata-common';
import { TreeSources } from './treeSources';

const read = '2026-11-24T12:00:00.000Z';
const tree = (status: Partial<TreeStatus> = {}): TreeStatus => ({
  id: 'platform',
  title: 'Platform',
  root: 'kubernetes',
  ...status,
});

function sourcesOf(...states: Partial<TreeStatus>[]) {
  let at = Date.parse('2026-11-24T12:00:00.000Z');
  let current = states[0];
  const sources = new TreeSources(
    { list: () => [tree(current)] },
    () => new Date(at),
  );
  return states.map(state => {
    current = state;
    const [source] = sources.list();
    at += 60_000;
    return source;
  });
}

describe('TreeSources', () => {
  it.each([
    ['not read yet', {}, 'connecting'],
    ['read', { lastReadAt: read, acceptedRevision: 'a' }, 'connected'],
    ['never readable', { lastError: 'no branch' }, 'unreachable'],
    [
      'readable once',
      { lastReadAt: read, acceptedRevision: 'a', lastError: 'no branch' },
      'degraded',
    ],
    [
      'held back',
      {
        lastReadAt: read,
        acceptedRevision: 'a',
        heldBack: {
          revision: 'b',
          at: read,
          reason: 'it is empty',
          removed: [],
        },
      },
      'degraded',
    ],
  ] as const)('a tree %s', (_, status, state) => {
    expect(sourcesOf(status as Partial<TreeStatus>)[0].state).toBe(state);
  });

  it('has no age before the first read', () => {
    expect(sourcesOf({})[0]).not.toHaveProperty('asOf');
  });

  it('is in its state since the turn, not since the last read', () => {
    const good = { lastReadAt: read, acceptedRevision: 'a' };
    const broken = { ...good, lastError: 'no branch' };
    expect(
      sourcesOf(good, good, broken, broken).map(({ since }) => since),
    ).toEqual([
      '2026-11-24T12:00:00.000Z',
      '2026-11-24T12:00:00.000Z',
      '2026-11-24T12:02:00.000Z',
      '2026-11-24T12:02:00.000Z',
    ]);
  });
});
