import { treePath } from '../ids';
import type { Team } from '../tree/model';
import { lockSchema } from '../tree/lockSchemas';
import { item, lock, now } from './__testUtils__/fixtures';
import {
  lockCovers,
  lockLets,
  lockReason,
  lockState,
  teamWithParents,
} from './locks';

const team = (name: string, parent?: string): Team => ({
  name,
  position: { path: 'kubernetes/bootstrap/teams.yaml', line: 1, column: 1 },
  definition: {
    apiVersion: 'strata.dev/v1alpha1',
    kind: 'Team',
    metadata: { name },
    spec: { type: 'team', owns: [], members: [], parent },
  },
});
const teams = [team('engineering'), team('product', 'engineering')];
const mongodb = item({
  layer: 'platform',
  path: treePath('platform/data/mongodb'),
  owner: { team: 'data', source: 'declared' },
});

describe('lockState', () => {
  it.each([
    [{}, 'active'],
    [{ from: '2026-11-24T12:00:00Z' }, 'active'],
    [{ from: '2026-11-24T12:00:01Z' }, 'coming'],
    [{ until: '2026-11-24T12:00:01Z' }, 'active'],
    [{ until: '2026-11-24T12:00:00Z' }, 'over'],
    [{ until: '2026-11-24T13:00:00+01:00' }, 'over'],
  ])('%j at noon (UTC) is %s', (spec, expected) => {
    expect(lockState(lock(spec), now)).toBe(expected);
  });
});

describe('lockCovers', () => {
  it.each([
    ['its layer', { layer: 'services' }, true],
    ['another layer', { layer: 'platform' }, false],
    ['its team', { team: 'product' }, true],
    ['a team above its own', { team: 'engineering' }, true],
    ['another team', { team: 'data' }, false],
    ['the item', { item: 'services/audiobookshelf' }, true],
    ['a glob', { item: 'services/audio*' }, true],
    ['another item', { item: 'services/n8n' }, false],
    ['the environment', { environment: 'production' }, true],
    ['another environment', { environment: 'dev' }, false],
    ['all of several', { team: 'product', environment: 'production' }, true],
    ['one of several', { team: 'product', environment: 'dev' }, false],
  ])('%s', (_, scope, expected) => {
    expect(lockCovers(lock({ scope }), item(), 'production', teams)).toBe(
      expected,
    );
  });

  it('leaves alone what it does not name', () => {
    expect(lockCovers(lock(), mongodb, 'production', teams)).toBe(false);
  });
});

describe('teamWithParents', () => {
  it('ends where teams are each other’s parents', () => {
    const round = [team('a', 'b'), team('b', 'a')];
    expect([...teamWithParents('a', round)]).toEqual(['a', 'b']);
  });

  it('is empty for nobody', () => {
    expect(teamWithParents(undefined, teams).size).toBe(0);
  });
});

describe('lockLets', () => {
  it('narrows to the teams it names, and else leaves it to the policy', () => {
    const narrowed = lock({ breakGlass: ['platform'] });
    expect(lockLets(narrowed, new Set(['product']))).toBe(false);
    expect(lockLets(narrowed, new Set(['platform']))).toBe(true);
    expect(lockLets(lock(), new Set())).toBe(true);
    expect(lockLets(lock({ breakGlass: [] }), new Set(['product']))).toBe(
      false,
    );
  });
});

describe('lockReason', () => {
  it('says until when, by whom and why', () => {
    expect(lockReason(lock({ until: '2027-01-07T00:00:00Z', by: 'eva' }))).toBe(
      'Locked until 2027-01-07T00:00:00Z (year-end, by eva): Nobody is there over the holidays.',
    );
  });
});

describe('lockSchema', () => {
  const read = (spec: object) =>
    lockSchema.safeParse({
      apiVersion: 'strata.dev/v1alpha1',
      kind: 'Lock',
      metadata: {
        name: 'year-end',
        annotations: { 'argocd.argoproj.io/hook': 'Skip' },
      },
      spec: { scope: { layer: 'services' }, reason: 'Holidays', ...spec },
    });

  it.each([
    ['the least there can be', {}],
    [
      'everything',
      {
        from: '2026-12-20T00:00:00+01:00',
        until: '2027-01-07T00:00:00Z',
        by: 'eva',
        breakGlass: ['platform'],
      },
    ],
  ])('takes %s', (_, spec) => {
    expect(read(spec).success).toBe(true);
  });

  it.each([
    ['a scope of nothing', { scope: {} }, /at least one/],
    ['a time without a zone', { from: '2026-12-20T00:00:00' }, /with its zone/],
    [
      'an end before its beginning',
      { from: '2026-12-20T00:00:00Z', until: '2026-12-19T00:00:00Z' },
      /later than from/,
    ],
    ['no reason', { reason: '' }, /./],
  ])('refuses %s', (_, spec, message) => {
    expect(read(spec).error?.issues[0].message).toMatch(message);
  });
});
