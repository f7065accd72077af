import { mockCredentials } from '@backstage/backend-test-utils';
import {
  type Change,
  defaultTreeOptions,
  type DeliveryRow,
  deliveryReadPermission,
  type EntityRef,
  entityRef,
  type Item,
  type Team,
  type Tree,
  treePath,
} from '@strata/plugin-strata-common';
import type { EntityDecisions } from '../authorize/EntityAuthorizer';
import type { TreeService } from '../tree/TreeService';
import { OwnersService } from './OwnersService';

const credentials = mockCredentials.user();
const now = () => new Date('2026-11-24T12:00:00Z');

function team(name: string, parent?: string): Team {
  return {
    name,
    position: { path: 'kubernetes/bootstrap/teams.yaml', line: 1, column: 1 },
    definition: {
      apiVersion: 'strata.dev/v1alpha1',
      kind: 'Team',
      metadata: { name, title: name.toUpperCase() },
      spec: { type: 'team', owns: [], members: [], parent },
    },
  };
}

function item(name: string, owner?: string): Item {
  return {
    path: treePath(`services/${name}`),
    directory: `kubernetes/services/${name}`,
    layer: 'services',
    name,
    entityRef: entityRef(`component:default/${name}`),
    title: name,
    type: 'service',
    lifecycle: 'production',
    position: { path: `kubernetes/services/${name}`, line: 1, column: 1 },
    owner: owner ? { team: owner, source: 'declared' } : { source: 'unowned' },
    environments: [],
    dependencies: [],
    discovered: true,
  };
}

function service(options: {
  items: Item[];
  teams?: Team[];
  rows?: Record<string, DeliveryRow['status'][]>;
  changes?: Partial<Change>[];
  hidden?: string[];
}) {
  const tree: Tree = {
    options: defaultTreeOptions({ id: 'platform' }),
    revision: 'a'.repeat(40),
    items: options.items,
    teams: options.teams ?? [
      team('engineering'),
      team('product', 'engineering'),
      team('data', 'engineering'),
    ],
    projects: [],
    findings: [],
  };
  const trees = {
    list: () => [{ id: 'platform' }],
    tree: () => tree,
    items: () =>
      new Map(
        tree.items.map(each => [
          each.entityRef,
          { treeId: 'platform', item: each },
        ]),
      ),
    findings: () => [],
  } as unknown as TreeService;
  const decisions: EntityDecisions = {
    allows: (permission, ref) =>
      permission.name === deliveryReadPermission.name &&
      !options.hidden?.includes(ref),
  };
  let questions = 0;
  const owners = new OwnersService({
    trees,
    delivery: {
      rows: (ref: EntityRef) =>
        (options.rows?.[ref.split('/')[1]] ?? []).map(
          (status, order) =>
            ({
              entityRef: ref,
              environment: `e${order}`,
              order,
              status,
            } as unknown as DeliveryRow),
        ),
      unclaimed: () => [],
      sources: () => [],
      subscribe: () => () => {},
    },
    sla: {
      slos: () => [],
      promise: () => undefined,
      series: async () => {
        throw new Error('a viewer must not cause a question to Prometheus');
      },
      sources: () => [],
      subscribe: () => () => {},
    },
    changes: { list: async () => (options.changes ?? []) as Change[] },
    authorizer: {
      decide: async () => {
        questions += 1;
        return decisions;
      },
      authorize: async () => {
        throw new Error('a list must not ask the catalog per row');
      },
    },
    availability: () => ({
      sync: { kind: 'forbidden', reason: 'not in this test' },
      refresh: { kind: 'forbidden', reason: 'not in this test' },
    }),
    sources: () => [],
    now,
  });
  return { owners, questions: () => questions };
}

describe('OwnersService.list', () => {
  it('puts the worst owner first', async () => {
    const { owners } = service({
      items: [item('a', 'product'), item('b', 'data')],
      rows: { a: ['healthy'], b: ['degraded'] },
    });
    const list = await owners.list(credentials);
    expect(list.map(({ owner }) => owner.name)).toEqual([
      'data',
      'product',
      'engineering',
    ]);
    expect(list[0]).toMatchObject({
      severity: 'critical',
      delivery: { byStatus: { degraded: 1 } },
    });
  });

  it('leads with unowned while it owns something, and leaves it out else', async () => {
    const owned = service({ items: [item('a', 'product')] });
    expect(
      (await owned.owners.list(credentials)).map(({ owner }) => owner.name),
    ).not.toContain('unowned');

    const gap = service({
      items: [item('a', 'product'), item('stray')],
      rows: { a: ['degraded'], stray: ['healthy'] },
    });
    expect((await gap.owners.list(credentials))[0].owner.name).toBe('unowned');
  });

  it('asks the policy once, whatever the number of items', async () => {
    const { owners, questions } = service({
      items: Array.from({ length: 200 }, (_, i) => item(`s${i}`, 'product')),
    });
    await owners.list(credentials);
    expect(questions()).toBe(1);
  });
});

describe('OwnersService.overview', () => {
  const both = [item('a', 'product'), item('b', 'data')];

  it('shows what the team owns itself', async () => {
    const { owners } = service({ items: both });
    const overview = await owners.overview(
      'group:default/product',
      { inherited: false },
      credentials,
    );
    expect(overview.items.map(({ name }) => name)).toEqual(['a']);
    expect(overview.owner.parent).toBe('group:default/engineering');
  });

  it('shows a parent the items of its child teams when asked to', async () => {
    const { owners } = service({ items: both });
    const direct = await owners.overview(
      'group:default/engineering',
      { inherited: false },
      credentials,
    );
    const inherited = await owners.overview(
      'group:default/engineering',
      { inherited: true },
      credentials,
    );
    expect(direct.items).toEqual([]);
    expect(inherited.items.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('survives teams that are each other’s parent', async () => {
    const { owners } = service({
      items: both,
      teams: [team('product', 'data'), team('data', 'product')],
    });
    const overview = await owners.overview(
      'group:default/product',
      { inherited: true },
      credentials,
    );
    expect(overview.items).toHaveLength(2);
  });

  it('leaves out what the person may not see', async () => {
    const { owners } = service({
      items: [item('a', 'product'), item('secret', 'product')],
      hidden: ['component:default/secret'],
    });
    const overview = await owners.overview(
      'group:default/product',
      { inherited: false },
      credentials,
    );
    expect(overview.items.map(({ name }) => name)).toEqual(['a']);
  });

  it('counts the open changes that touch an item', async () => {
    const { owners } = service({
      items: both,
      changes: [
        {
          owner: 'group:default/product',
          entityRefs: ['component:default/a'],
        },
      ],
    });
    const overview = await owners.overview(
      'group:default/product',
      { inherited: false },
      credentials,
    );
    expect(overview.items[0].openChanges).toBe(1);
    expect(overview.openChanges).toHaveLength(1);
  });

  it('leaves out changes of what the person may not see', async () => {
    const { owners } = service({
      items: both,
      changes: [
        { owner: 'group:default/product', entityRefs: ['component:default/a'] },
        { owner: 'group:default/product', entityRefs: ['component:default/n'] },
      ],
      hidden: ['component:default/a'],
    });
    const overview = await owners.overview(
      'group:default/product',
      { inherited: false },
      credentials,
    );
    expect(overview.openChanges.map(({ entityRefs }) => entityRefs)).toEqual([
      ['component:default/n'],
    ]);
    const list = await owners.list(credentials);
    expect(
      list.find(({ owner }) => owner.name === 'product')?.openChanges,
    ).toBe(1);
  });

  it('does not know a team that no tree declares', async () => {
    const { owners } = service({ items: both });
    await expect(
      owners.overview(
        'group:default/nobody',
        { inherited: false },
        credentials,
      ),
    ).rejects.toThrow('No team group:default/nobody in any tree');
  });
});
