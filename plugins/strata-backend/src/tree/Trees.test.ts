import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { entityRef } from '@strata/plugin-strata-common';
import type { CommitFiles, TreeReader } from '@strata/plugin-strata-node';
import { Locks } from '../delivery/locks/Locks';
import { DatabaseTreeStore } from './DatabaseTreeStore';
import {
  manyServices,
  service,
  smallTree,
  temporaryRepository,
} from './testing/smallTree';
import { readTreeConfig } from './treeConfig';
import { Trees } from './Trees';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const ends: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const end of ends) await end();
});

/** A tree in a repository, and as many replicas of the service as one asks for. */
async function setUp(files: CommitFiles = smallTree) {
  const repository = await temporaryRepository();
  ends.push(repository.remove);
  const first = await repository.commit(files);
  const knex = await databases.init('SQLITE_3');
  await knex.migrate.latest({
    directory: resolvePackagePath(
      '@strata/plugin-strata-backend',
      'migrations',
    ),
  });
  const logger = mockServices.logger.mock();
  const announced: { tree: string; revision: string; etag: string }[] = [];
  let time = Date.parse('2026-11-24T09:00:00Z');

  const replica = (wrap: (reader: TreeReader) => TreeReader = r => r) =>
    Trees.create({
      trees: readTreeConfig(
        mockServices.rootConfig({
          data: {
            strata: {
              policy: { platformTeam: 'data' },
              trees: [
                {
                  id: 'platform',
                  title: 'Platform',
                  webUrl: 'https://git.example.org/{ref}/{path}#L{line}',
                  source: { type: 'local', directory: repository.directory },
                },
              ],
            },
          },
        }),
        {
          urlReader: mockServices.urlReader.mock(),
          integrations: ScmIntegrations.fromConfig(mockServices.rootConfig()),
        },
      ).map(tree => ({ ...tree, reader: wrap(tree.reader) })),
      store: new DatabaseTreeStore(knex),
      logger,
      now: () => {
        time += 1000;
        return new Date(time);
      },
      announce: async accepted => {
        announced.push(accepted);
      },
    });

  return { ...repository, first, replica, logger, announced };
}

const n8n = 'kubernetes/services/n8n/service.yaml';

describe('Trees', () => {
  it('is empty, not healthy, before a first read', async () => {
    const { replica } = await setUp();
    const trees = await replica();
    expect(trees.list()).toEqual([
      {
        id: 'platform',
        title: 'Platform',
        root: 'kubernetes',
      },
    ]);
    expect(trees.tree('platform')).toBeUndefined();
    expect(trees.entities('platform')).toBeUndefined();
    expect(trees.items().size).toBe(0);
  });

  it('answers from what it accepted', async () => {
    const { replica, first, announced } = await setUp();
    const trees = await replica();
    const heard: string[] = [];
    trees.subscribe(id => heard.push(id));
    await trees.refresh('platform');

    expect(trees.list()).toMatchObject([
      {
        acceptedRevision: first,
        lastReadRevision: first,
        committedAt: '2023-11-14T22:13:20.000Z',
        counts: { items: 3, teams: 2 },
      },
    ]);
    expect([...trees.items().keys()]).toEqual(
      expect.arrayContaining([
        'component:default/n8n',
        'component:default/platform-data-mongodb',
      ]),
    );
    expect([...trees.teams().keys()]).toEqual([
      'group:default/product',
      'group:default/data',
    ]);
    expect(trees.entities('platform')).toMatchObject({
      tree: 'platform',
      revision: first,
      etag: announced[0].etag,
    });
    expect(announced).toHaveLength(1);
    expect(heard).toEqual(['platform']);
  });

  it('has the accepted snapshot at once after a restart, without a read', async () => {
    const { replica } = await setUp();
    await (await replica()).refresh('platform');
    const restarted = await replica(() => ({
      kind: 'local',
      read: () => Promise.reject(new Error('host is down')),
    }));
    expect(restarted.items().size).toBe(3);
  });

  it('keeps a lock nobody can read any more in force over a restart', async () => {
    const path = 'kubernetes/bootstrap/locks.yaml';
    const lock = JSON.stringify({
      apiVersion: 'strata.dev/v1alpha1',
      kind: 'Lock',
      metadata: { name: 'year-end' },
      spec: { scope: { layer: 'services' }, reason: 'Nobody is there.' },
    });
    const { commit, replica } = await setUp({ ...smallTree, [path]: lock });
    await (await replica()).refresh('platform');
    await commit({ ...smallTree, [path]: 'a: [' });
    const restarted = await replica();
    await restarted.refresh('platform');
    const again = await replica();
    const clock = { now: () => Date.parse('2026-11-24T09:00:00Z') };
    for (const trees of [restarted, again]) {
      expect(new Locks(trees, clock).list().locks).toMatchObject([
        { name: 'year-end', state: 'active' },
      ]);
      expect(trees.tree('platform')?.findings).toContainEqual(
        expect.objectContaining({ code: 'last-good-kept', path }),
      );
    }
    await commit(smallTree);
    await again.refresh('platform');
    expect(new Locks(again, clock).list().locks).toEqual([]);
  });

  it('takes a second read of the same commit for no news', async () => {
    const { replica, announced, first } = await setUp();
    const trees = await replica();
    await trees.refresh('platform');
    const { lastReadAt } = trees.list()[0];
    await trees.refresh('platform');
    // Another process starts with a full read, and finds nothing new in it.
    const other = await replica();
    await other.refresh('platform');
    expect(announced).toHaveLength(1);
    expect(trees.list()[0]).toMatchObject({ acceptedRevision: first });
    expect(trees.list()[0].lastReadAt).not.toBe(lastReadAt);
  });

  it('moves the revision and not the etag with a commit that changes nothing', async () => {
    const { replica, commit } = await setUp();
    const trees = await replica();
    await trees.refresh('platform');
    const before = trees.entities('platform')!;
    const head = await commit({ ...smallTree, 'README.md': 'words' });
    await trees.refresh('platform');
    expect(trees.entities('platform')).toEqual({ ...before, revision: head });
    expect(trees.list()[0].acceptedRevision).toBe(head);
  });

  it('gives findings an entity, a line and a link', async () => {
    const { replica, commit } = await setUp();
    const trees = await replica();
    await trees.refresh('platform');
    const head = await commit({
      ...smallTree,
      [n8n]:
        'apiVersion: strata.dev/v1alpha1\nkind: Service\nmetadata:\n  name: 3\nspec: {}\n',
    });
    await trees.refresh('platform');
    expect(trees.findings('platform')[0]).toMatchObject({
      severity: 'error',
      path: n8n,
      line: 4,
      entityRef: 'component:default/n8n',
      url: `https://git.example.org/${head}/${n8n}#L4`,
    });
    expect(trees.items().get(entityRef('component:default/n8n'))).toMatchObject(
      {
        item: { definition: { metadata: { name: 'n8n' } } },
      },
    );
  });

  const bomb = `a: &a [x, x, x, x, x, x, x, x, x]
${Array.from('bcdefghi', (name, index) => {
  const before = 'abcdefgh'[index];
  return `${name}: &${name} [${Array(9).fill(`*${before}`).join(', ')}]`;
}).join('\n')}
`;

  it('loses no entity to whatever is pushed in the place of a definition', async () => {
    const { replica, commit } = await setUp();
    const trees = await replica();
    await trees.refresh('platform');
    const { etag } = trees.entities('platform')!;
    const hostile: Record<string, CommitFiles[string]> = {
      'no YAML': '{{ not yaml: [',
      'an alias bomb': bomb,
      '10 MB': `# ${'x'.repeat(10 * 1024 * 1024)}`,
      'tabs for indentation': 'metadata:\n\tname: n8n\n',
      'wrong types': service('n8n', { environments: [], sla: 'yes' }),
      'a kind that is missing': service('n8n').replace('"kind":"Service",', ''),
      'another version': service('n8n').replace('v1alpha1', 'v2'),
      'a label no catalog takes': service('n8n').replace(
        '"category":"tools"',
        '"not a label":"x"',
      ),
      'no UTF-8': Uint8Array.from([0xff, 0xfe, 0x61, 0x00]),
      'a link out of the repository': { symlink: '../../../../etc/passwd' },
    };
    for (const [what, content] of Object.entries(hostile)) {
      const head = await commit({ ...smallTree, [n8n]: content });
      await trees.refresh('platform');
      const [{ acceptedRevision, counts }] = trees.list();
      const outcome = {
        what,
        acceptedRevision,
        items: counts!.items,
        reported: counts!.errors > 0,
        etag: trees.entities('platform')!.etag,
      };
      expect(outcome).toEqual({
        what,
        acceptedRevision: head,
        items: 3,
        reported: true,
        etag,
      });
    }
  });

  it('keeps what it has when a read fails, and logs the cause once', async () => {
    const { replica, logger, first } = await setUp();
    let broken = false;
    const trees = await replica(reader => ({
      kind: reader.kind,
      read: options =>
        broken
          ? Promise.reject(new Error('host is down'))
          : reader.read(options),
    }));
    await trees.refresh('platform');
    broken = true;
    await trees.refresh('platform');
    await trees.refresh('platform');
    expect(trees.items().size).toBe(3);
    expect(trees.list()[0]).toMatchObject({
      acceptedRevision: first,
      lastError: 'host is down',
    });
    expect(logger.error).toHaveBeenCalledTimes(1);
    broken = false;
    await trees.refresh('platform');
    expect(trees.list()[0].lastError).toBeUndefined();
  });

  it('holds back a mass removal, on every replica, until one releases it', async () => {
    const { replica, commit, announced } = await setUp({
      ...smallTree,
      ...manyServices(10),
    });
    const [reader, other] = [await replica(), await replica()];
    await reader.refresh('platform');
    const head = await commit(smallTree);
    await reader.refresh('platform');
    await other.reload();

    for (const trees of [reader, other]) {
      expect(trees.items().size).toBe(13);
      expect(trees.list()[0].heldBack).toMatchObject({
        revision: head,
        reason: expect.stringContaining('It removes 10 of 13 items'),
        removed: expect.arrayContaining(['services/s0', 'services/s9']),
      });
    }
    expect(announced).toHaveLength(1);

    await expect(other.release('platform', 'something else')).rejects.toThrow(
      'Another read of platform',
    );
    await other.release('platform', head);
    await reader.reload();
    for (const trees of [reader, other]) {
      expect(trees.items().size).toBe(3);
      expect(trees.list()[0].heldBack).toBeUndefined();
      expect(trees.list()[0].acceptedRevision).toBe(head);
    }
    expect(announced).toHaveLength(2);
    await expect(other.release('platform', head)).rejects.toThrow(
      'No read of platform is held back',
    );
  });

  it('holds a read back once, however often it is repeated', async () => {
    const { replica, commit, logger } = await setUp({
      ...smallTree,
      ...manyServices(10),
    });
    const trees = await replica();
    await trees.refresh('platform');
    await commit(smallTree);
    await trees.refresh('platform');
    const { heldBack } = trees.list()[0];
    await trees.refresh('platform');
    await (await replica()).refresh('platform');
    expect(trees.list()[0].heldBack).toEqual(heldBack);
    expect(logger.warn).toHaveBeenCalledTimes(1);
  });

  it('lets go of what it held when the removal is taken back', async () => {
    const files = { ...smallTree, ...manyServices(10) };
    const { replica, commit } = await setUp(files);
    const trees = await replica();
    await trees.refresh('platform');
    await commit(smallTree);
    await trees.refresh('platform');
    await commit(files);
    await trees.refresh('platform');
    expect(trees.list()[0].heldBack).toBeUndefined();
    expect(trees.items().size).toBe(13);
  });

  it('holds back a first read that finds nothing', async () => {
    const { replica } = await setUp({ 'README.md': 'words' });
    const trees = await replica();
    await trees.refresh('platform');
    expect(trees.list()[0]).toMatchObject({
      heldBack: { reason: expect.stringContaining('strata.trees[].root') },
    });
    expect(trees.entities('platform')).toBeUndefined();
  });

  it('never lets a slow read overwrite a newer one', async () => {
    const { replica, commit } = await setUp();
    let release = () => {};
    let reached = () => {};
    const waiting = new Promise<void>(resolve => (reached = resolve));
    let first = true;
    const slow = await replica(reader => ({
      kind: reader.kind,
      read: async options => {
        const result = await reader.read(options);
        if (!first) return result;
        first = false;
        reached();
        await new Promise<void>(resolve => (release = resolve));
        return result;
      },
    }));
    const quick = await replica();
    const slowRead = slow.refresh('platform');
    await waiting;
    const head = await commit({
      ...smallTree,
      'kubernetes/services/new/service.yaml': service('new'),
    });
    await quick.refresh('platform');
    release();
    await slowRead;
    for (const trees of [slow, quick]) {
      expect(trees.list()[0].acceptedRevision).toBe(head);
      expect(trees.items().size).toBe(4);
    }
  });

  it('follows a branch that was set back to an older commit', async () => {
    const { replica, commit, setBack, first } = await setUp();
    const trees = await replica();
    const other = await replica();
    await trees.refresh('platform');
    await commit({
      ...smallTree,
      'kubernetes/services/new/service.yaml': service('new'),
    });
    await other.refresh('platform');
    await setBack(first);
    // This replica's own etag says unchanged; the database says otherwise.
    await trees.refresh('platform');
    expect(trees.list()[0].acceptedRevision).toBe(first);
    expect(trees.items().size).toBe(3);
  });

  it('reads again for who asked while a read was under way', async () => {
    const { replica, commit } = await setUp();
    const trees = await replica();
    const running = trees.refresh('platform');
    const head = await commit({ ...smallTree, 'README.md': 'words' });
    await Promise.all([running, trees.refresh('platform')]);
    expect(trees.list()[0].acceptedRevision).toBe(head);
  });

  it('keeps accepting when nobody can be told', async () => {
    const { replica, announced, logger } = await setUp();
    announced.push = () => {
      throw new Error('bus is down');
    };
    const trees = await replica();
    await trees.refresh('platform');
    expect(trees.items().size).toBe(3);
    expect(trees.list()[0].lastError).toBeUndefined();
    expect(logger.warn).toHaveBeenCalledTimes(1);
  });

  it('comes into force whatever a listener does with it', async () => {
    const { replica } = await setUp();
    const trees = await replica();
    const heard: string[] = [];
    trees.subscribe(() => {
      throw new Error('listener');
    });
    const end = trees.subscribe(id => heard.push(id));
    await trees.refresh('platform');
    expect(heard).toEqual(['platform']);
    expect(trees.list()[0].lastError).toBeUndefined();
    end();
  });

  it('says which trees there are to who asks for another', async () => {
    const { replica } = await setUp();
    await expect((await replica()).refresh('edge')).rejects.toThrow(
      'No tree edge; strata.trees has platform',
    );
  });
});
