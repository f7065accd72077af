import {
  acceptableEntities,
  defaultTreeOptions,
  parseTree,
  type Tree,
  type TreeEntry,
} from '@strata/plugin-strata-common';
import type { CommitFiles } from '@strata/plugin-strata-node';
import { keepLastGood, keepLastGoodEntities } from './lastGood';
import { service, smallTree, team, teams } from './testing/smallTree';

function treeOf(files: CommitFiles): Tree {
  const entries = Object.entries(files).map(([path, content]): TreeEntry => {
    if (typeof content === 'string' || content instanceof Uint8Array) {
      const bytes = Buffer.from(content);
      return { kind: 'file', path, size: bytes.length, content: bytes };
    }
    return 'symlink' in content
      ? { kind: 'symlink', path, target: content.symlink }
      : { kind: 'submodule', path };
  });
  return parseTree(
    { revision: 'a'.repeat(40), entries },
    defaultTreeOptions({ platformTeam: 'data' }),
  );
}

const good = treeOf(smallTree);
const n8n = 'kubernetes/services/n8n/service.yaml';
const teamsFile = 'kubernetes/bootstrap/teams.yaml';

const after = (change: CommitFiles, without: string[] = []) => {
  const files = { ...smallTree, ...change };
  return keepLastGood(
    good,
    treeOf(
      Object.fromEntries(
        Object.entries(files).filter(([path]) => !without.includes(path)),
      ),
    ),
  );
};

const item = (tree: Tree, path: string) =>
  tree.items.find(candidate => candidate.path === path);

describe('keepLastGood', () => {
  it('is the next tree where nothing was accepted before', () => {
    expect(keepLastGood(undefined, good)).toBe(good);
  });

  it('is the next tree where nothing is broken', () => {
    expect(after({ [n8n]: service('n8n') })).toEqual(
      treeOf({ ...smallTree, [n8n]: service('n8n') }),
    );
  });

  it.each([
    ['no YAML', 'metadata: [unclosed'],
    ['a wrong type', service('n8n', { environments: 3 })],
    ['another apiVersion', service('n8n').replace('v1alpha1', 'v1alpha2')],
    ['no UTF-8', Uint8Array.from([0xff, 0xfe, 0x00])],
    ['a link elsewhere', { symlink: '/etc/hostname' }],
    ['empty', ''],
    ['comments alone', '# moved\n---\n# to another place\n'],
    ['a bare text', 'moved'],
    ['a list', '- name: n8n\n'],
    ['one without its head', '{ spec: { owner: { team: product } } }'],
  ])('keeps an item whose definition became %s', (_, content) => {
    const tree = after({ [n8n]: content });
    expect(item(tree, 'services/n8n')).toMatchObject({
      definition: item(good, 'services/n8n')!.definition,
      owner: { team: 'product', source: 'declared' },
      dependencies: [
        {
          path: 'platform/data/mongodb',
          entityRef: 'component:default/platform-data-mongodb',
        },
      ],
    });
    expect(tree.findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ severity: 'error', path: n8n }),
        expect.objectContaining({
          code: 'last-good-kept',
          severity: 'info',
          item: 'services/n8n',
        }),
      ]),
    );
  });

  it('keeps an item that became a submodule', () => {
    const tree = after({ 'kubernetes/services/n8n': { submodule: '0' } }, [
      n8n,
    ]);
    expect(item(tree, 'services/n8n')?.definition).toBeDefined();
  });

  it('lets an item go that was removed', () => {
    const tree = after({}, [n8n]);
    expect(item(tree, 'services/n8n')).toBeUndefined();
    expect(tree.findings.map(({ code }) => code)).not.toContain(
      'last-good-kept',
    );
  });

  it('takes an item whose definition was removed for what it is now', () => {
    const tree = after(
      { 'kubernetes/services/n8n/kustomization.yaml': 'resources: []' },
      [n8n],
    );
    expect(item(tree, 'services/n8n')).toMatchObject({
      owner: { team: 'product', source: 'inherited' },
    });
    expect(item(tree, 'services/n8n')?.definition).toBeUndefined();
  });

  it('changes nothing else when one item is broken', async () => {
    const tree = after({ [n8n]: 'a: [' });
    const [before, now] = await Promise.all([
      acceptableEntities(good),
      acceptableEntities(tree),
    ]);
    expect(now.entities.map(({ entity }) => entity)).toEqual(
      before.entities.map(({ entity }) => entity),
    );
  });

  it.each([
    ['an empty definition', { [n8n]: '' }],
    ['a teams file that is no YAML', { [teamsFile]: 'a: [' }],
    ['a teams file that is a link', { [teamsFile]: { symlink: '/etc/teams' } }],
    ['a role nobody knows', { [teamsFile]: teams.replace('lead', 'boss') }],
    [
      'a version nobody knows',
      { [teamsFile]: teams.replace('v1alpha1', 'v1alpha2') },
    ],
    ['a kind nobody knows', { [teamsFile]: teams.replace('Team', 'Tean') }],
    [
      'a name nobody can read',
      { [teamsFile]: teams.replace('"name"', '"nam"') },
    ],
  ])('changes no entity at all for %s', async (_, change) => {
    const tree = after(change as CommitFiles);
    expect(tree.findings.map(({ severity }) => severity)).toContain('error');
    const [before, now] = await Promise.all([
      acceptableEntities(good),
      acceptableEntities(tree),
    ]);
    expect(now.entities.map(({ entity }) => entity)).toEqual(
      before.entities.map(({ entity }) => entity),
    );
    // And goes on doing so, commit after commit.
    const next = { ...smallTree, ...(change as CommitFiles) };
    expect(keepLastGood(tree, treeOf(next)).items).toEqual(tree.items);
  });

  it('lets a team go that was removed beside one with a mistake', () => {
    const tree = after({
      [teamsFile]: team('product', { members: 'nobody' }),
    });
    expect(tree.teams.map(({ name }) => name)).toEqual(['product']);
    expect(tree.brokenTeams).toBeUndefined();
  });

  it('leaves to a new team with a mistake what declares it', () => {
    const tree = after({
      [teamsFile]: `${teams}\n---\n${team('web', { members: 'nobody' })}`,
      [n8n]: service('n8n', { owner: { team: 'web' } }),
    });
    expect(tree.brokenTeams).toEqual(['web']);
    expect(item(tree, 'services/n8n')?.owner).toEqual({
      team: 'web',
      source: 'declared',
    });
  });

  it('keeps the one team whose document is broken, beside new ones', () => {
    const tree = after({
      [teamsFile]: [
        teams.replace('"role":"lead"', '"role":"boss"'),
        team('web'),
      ].join('\n---\n'),
    });
    expect(tree.teams.map(({ name }) => name).sort()).toEqual([
      'data',
      'product',
      'web',
    ]);
    expect(item(tree, 'services/n8n')?.owner).toEqual({
      team: 'product',
      source: 'declared',
    });
  });

  it('lets a team go that was removed from a good file', () => {
    const tree = after({
      [teamsFile]: team('data', {
        owns: ['platform/data'],
      }),
    });
    expect(tree.teams.map(({ name }) => name)).toEqual(['data']);
    expect(item(tree, 'services/n8n')?.owner).toEqual({ source: 'unowned' });
  });

  it('keeps a lock in force that nobody can read any more', () => {
    const path = 'kubernetes/bootstrap/locks.yaml';
    const lock = (kind: string) =>
      JSON.stringify({
        apiVersion: 'strata.dev/v1alpha1',
        kind,
        metadata: { name: 'year-end' },
        spec: { scope: { layer: 'services' }, reason: 'Nobody is there.' },
      });
    const locked = treeOf({ ...smallTree, [path]: lock('Lock') });
    for (const content of [lock('Look'), 'a: [', { symlink: '/etc/locks' }]) {
      const tree = keepLastGood(
        locked,
        treeOf({ ...smallTree, [path]: content }),
      );
      expect(tree.locks).toEqual(locked.locks);
    }
    expect(keepLastGood(locked, good).locks).toBeUndefined();
  });

  it('leaves no dependency on an item that is gone', () => {
    const tree = after({ [n8n]: 'a: [' }, [
      'kubernetes/platform/data/mongodb/service.yaml',
    ]);
    expect(item(tree, 'services/n8n')?.dependencies).toEqual([
      { path: 'platform/data/mongodb', critical: true },
    ]);
  });
});

describe('keepLastGoodEntities', () => {
  const entityOf = (name: string, title?: string) => ({
    entity: {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: { name, title },
    },
    locationKey: `strata:platform:services/${name}`,
    position: { path: 'x', line: 1, column: 1 },
  });

  it('puts the last good entity in the place of a refused one', () => {
    const previous = [entityOf('a', 'good'), entityOf('b')];
    expect(
      keepLastGoodEntities(previous, {
        entities: [entityOf('b')],
        refused: [entityOf('a', 'bad')],
      }),
    ).toEqual([entityOf('b'), entityOf('a', 'good')]);
  });

  it('has nothing for an entity that never was good', () => {
    expect(
      keepLastGoodEntities([], { entities: [], refused: [entityOf('a')] }),
    ).toEqual([]);
  });

  it('never brings back one whose name another has by now', () => {
    const moved = { ...entityOf('a'), locationKey: 'strata:platform:infra/a' };
    expect(
      keepLastGoodEntities([entityOf('a')], {
        entities: [moved],
        refused: [entityOf('a', 'bad')],
      }),
    ).toEqual([moved]);
  });
});
