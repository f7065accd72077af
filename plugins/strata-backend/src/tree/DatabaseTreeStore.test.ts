import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { TestDatabases } from '@backstage/backend-test-utils';
import { defaultTreeOptions } from '@strata/plugin-strata-common';
import { DatabaseTreeStore } from './DatabaseTreeStore';
import type { TreeSnapshot } from './TreeStore';

jest.setTimeout(60_000);

const directory = resolvePackagePath(
  '@strata/plugin-strata-backend',
  'migrations',
);
const migration = '20261124_tree_snapshots.js';
const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_18'],
  disableDocker: true,
});

const snapshot = (revision: string, etag: string): TreeSnapshot => ({
  tree: {
    options: defaultTreeOptions(),
    revision,
    committedAt: '2026-11-24T08:00:00.000Z',
    items: [],
    teams: [],
    projects: [],
    findings: [],
  },
  entities: [],
  etag,
});

const treeId = 'platform';
const at = '2026-11-24T09:00:00.000Z';
const later = '2026-11-24T10:00:00.000Z';

describe.each(databases.eachSupportedId())('DatabaseTreeStore on %s', id => {
  async function setUp() {
    const knex = await databases.init(id);
    await knex.migrate.latest({ directory });
    return { knex, store: new DatabaseTreeStore(knex) };
  }

  it('knows nothing of a tree that was never read', async () => {
    const { store } = await setUp();
    await expect(store.record(treeId)).resolves.toBeUndefined();
    await expect(store.records()).resolves.toEqual([]);
    await expect(store.snapshot(treeId, 'accepted')).resolves.toBeUndefined();
  });

  it('accepts a snapshot, and gives it back as it was', async () => {
    const { store } = await setUp();
    const first = snapshot('r1', 'e1');
    await expect(
      store.accept({ treeId, version: 0, snapshot: first, at }),
    ).resolves.toBe(true);
    await expect(store.record(treeId)).resolves.toEqual({
      treeId,
      version: 1,
      accepted: {
        revision: 'r1',
        etag: 'e1',
        at,
        committedAt: '2026-11-24T08:00:00.000Z',
      },
      lastRead: { revision: 'r1', at },
    });
    await expect(store.snapshot(treeId, 'accepted')).resolves.toEqual(first);
  });

  it('refuses the second of two writers who saw the same version', async () => {
    const { store } = await setUp();
    const answers = await Promise.all([
      store.accept({ treeId, version: 0, snapshot: snapshot('r1', 'e1'), at }),
      store.accept({ treeId, version: 0, snapshot: snapshot('r2', 'e2'), at }),
    ]);
    expect(answers.filter(Boolean)).toHaveLength(1);
    const record = await store.record(treeId);
    expect(record?.version).toBe(1);
    expect((await store.snapshot(treeId, 'accepted'))?.etag).toBe(
      record?.accepted?.etag,
    );
  });

  it('holds a snapshot beside the accepted one, then releases it', async () => {
    const { store } = await setUp();
    await store.accept({
      treeId,
      version: 0,
      snapshot: snapshot('r1', 'e1'),
      at,
    });
    const heldBack = {
      revision: 'r2',
      at: later,
      reason: 'too much',
      removed: ['services/a', 'team b'],
    };
    await expect(
      store.hold({
        treeId,
        version: 1,
        snapshot: snapshot('r2', 'e2'),
        heldBack,
      }),
    ).resolves.toBe(true);
    await expect(store.record(treeId)).resolves.toMatchObject({
      version: 2,
      accepted: { revision: 'r1' },
      lastRead: { revision: 'r2', at: later },
      heldBack,
    });

    await expect(
      store.release({ treeId, version: 1, at: later }),
    ).resolves.toBe(false);
    await expect(
      store.release({ treeId, version: 2, at: later }),
    ).resolves.toBe(true);
    const released = await store.record(treeId);
    expect(released).toMatchObject({
      version: 3,
      accepted: { revision: 'r2', etag: 'e2', at: later },
    });
    expect(released?.heldBack).toBeUndefined();
    expect((await store.snapshot(treeId, 'accepted'))?.etag).toBe('e2');
    await expect(store.snapshot(treeId, 'held')).resolves.toBeUndefined();
    await expect(
      store.release({ treeId, version: 3, at: later }),
    ).resolves.toBe(false);
  });

  it('drops what is held when a later read is accepted', async () => {
    const { store } = await setUp();
    await store.hold({
      treeId,
      version: 0,
      snapshot: snapshot('r1', 'e1'),
      heldBack: { revision: 'r1', at, reason: 'empty', removed: [] },
    });
    await store.accept({
      treeId,
      version: 1,
      snapshot: snapshot('r2', 'e2'),
      at,
    });
    expect((await store.record(treeId))?.heldBack).toBeUndefined();
    await expect(store.snapshot(treeId, 'held')).resolves.toBeUndefined();
  });

  it('notes reads and errors without moving the version', async () => {
    const { store } = await setUp();
    await store.noteError(treeId, 'no such branch');
    await expect(store.record(treeId)).resolves.toEqual({
      treeId,
      version: 0,
      lastError: 'no such branch',
    });
    await store.noteRead(treeId, { revision: 'r1', at });
    await expect(store.record(treeId)).resolves.toEqual({
      treeId,
      version: 0,
      lastRead: { revision: 'r1', at },
    });
  });

  it('migrates down and up again with rows in place', async () => {
    const { knex, store } = await setUp();
    await store.accept({
      treeId,
      version: 0,
      snapshot: snapshot('r1', 'e1'),
      at,
    });
    await knex.migrate.down({ directory, name: migration });
    await expect(knex.schema.hasTable('strata_trees')).resolves.toBe(false);
    await expect(knex.schema.hasTable('strata_tree_snapshots')).resolves.toBe(
      false,
    );
    await knex.migrate.up({ directory, name: migration });
    await expect(store.records()).resolves.toEqual([]);
  });
});
