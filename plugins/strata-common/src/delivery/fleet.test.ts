import { type FleetEntry, fleetEntry, fleetPage } from './fleet';
import {
  type FleetQuery,
  fleetQuerySchema,
  type FleetRow,
} from './fleetContract';

const row = (name: string, changes: Partial<FleetRow> = {}): FleetRow => ({
  application: {
    cluster: 'homelab',
    namespace: 'argocd',
    name,
    project: 'product',
  },
  destination: { cluster: 'homelab', namespace: name },
  claim: {
    kind: 'claimed',
    entityRef: `component:default/${name}`,
    environment: 'dev',
    owner: 'group:default/product',
    ambiguous: false,
  },
  status: 'healthy',
  reason: 'In sync and healthy.',
  newer: 'no',
  gate: { live: 'automatic', gated: false, differs: false },
  images: [`ghcr.io/example/${name}:1.0`],
  ...changes,
});

const entries = [
  row('b'),
  row('a', { status: 'degraded', set: 'a' }),
  row('c', {
    status: 'drifted',
    claim: { kind: 'unclaimed' },
    application: {
      cluster: 'edge',
      namespace: 'argocd',
      name: 'c',
      project: 'data',
    },
  }),
  row('d', {
    deployed: { at: '2026-11-24T11:00:00Z', historyId: 1, revisions: [] },
  }),
].map(fleetEntry);

const query = (changes: Record<string, unknown> = {}): FleetQuery =>
  fleetQuerySchema.parse(changes);
const names = (changes: Record<string, unknown>) =>
  fleetPage(entries, query(changes))
    .rows.map(({ application }) => application.name)
    .join('');

describe('fleetPage', () => {
  it('shows the worst first', () => {
    expect(names({})).toBe('acbd');
  });

  it.each([
    ['cluster', { cluster: 'edge' }, 'c'],
    ['clusters', { cluster: ['edge', 'homelab'] }, 'acbd'],
    ['project', { project: 'product' }, 'abd'],
    ['set', { set: 'a' }, 'a'],
    ['status', { status: ['degraded', 'drifted'] }, 'ac'],
    ['owner, in any case', { owner: 'Group:default/Product' }, 'abd'],
    ['unclaimed', { claim: 'unclaimed' }, 'c'],
    ['claimed', { claim: 'claimed' }, 'abd'],
    ['ambiguous', { claim: 'ambiguous' }, ''],
    ['text of an image', { text: 'EXAMPLE/d:' }, 'd'],
    ['text of nothing', { text: 'zzz' }, ''],
  ])('filters by %s', (_, changes, expected) => {
    expect(names(changes)).toBe(expected);
  });

  it.each([
    [{ sort: 'name' }, 'abcd'],
    [{ sort: 'name', order: 'desc' }, 'dcba'],
    [{ sort: 'project' }, 'cabd'],
    [{ sort: 'cluster' }, 'cabd'],
    [{ sort: 'deployed', order: 'desc' }, 'dcab'],
  ])('sorts by %j', (changes, expected) => {
    expect(names(changes)).toBe(expected);
  });

  it('counts each choice beside the other filters', () => {
    const { total, counts } = fleetPage(
      entries,
      query({ cluster: 'homelab', status: 'healthy' }),
    );
    expect(total).toBe(2);
    expect(counts).toEqual({
      status: { healthy: 2, degraded: 1 },
      cluster: { homelab: 2 },
      project: { product: 2 },
    });
  });

  it('gives every row once over pages, though the fleet changes between them', () => {
    let fleet: FleetEntry[] = entries;
    const seen: string[] = [];
    let after: ReturnType<typeof fleetPage>['last'];
    do {
      const page = fleetPage(fleet, query({ sort: 'name', limit: 1 }), after);
      seen.push(...page.rows.map(({ application }) => application.name));
      after = page.last;
      fleet = fleet.filter(({ key }) => key !== 'homelab/argocd/a');
    } while (after);
    expect(seen.join('')).toBe('abcd');
  });
});
