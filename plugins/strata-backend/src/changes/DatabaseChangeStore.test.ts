import { resolve } from 'node:path';
import { TestDatabases } from '@backstage/backend-test-utils';
import { entityRef } from '@strata/plugin-strata-common';
import type { ChangeRecord } from './ChangeStore';
import { DatabaseChangeStore } from './DatabaseChangeStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
const directory = resolve(__dirname, '../../migrations');
const name = '20261124_changes.js';
const onePerItem = '20261125_changes_one_per_item.js';
const at = '2026-11-24T12:00:00.000Z';

const record = (more: Partial<ChangeRecord> = {}): ChangeRecord => ({
  id: 'a',
  state: 'open',
  intent: { tree: 'platform', template: 'new-service', values: { n: 1 } },
  title: 'Add the service recipes',
  author: 'user:default/ben',
  ownerRef: entityRef('group:default/product'),
  itemPath: 'services/recipes',
  entityRef: entityRef('component:default/recipes'),
  idempotencyKey: 'key-00001',
  environments: [{ name: 'dev', automatic: true, measured: false }],
  files: [{ path: 'a.yaml', action: 'add', diff: '+ü\n' }],
  added: [],
  branch: 'strata/x',
  base: 'b',
  head: 'h',
  reached: { opened: { at } },
  arrived: false,
  createdAt: at,
  updatedAt: at,
  ...more,
});

describe.each(databases.eachSupportedId())('changes in %p', databaseId => {
  it('migrates up and down with rows in place', async () => {
    const knex = await databases.init(databaseId);
    await knex.migrate.up({ directory, name });
    await new DatabaseChangeStore(knex).insert(record());
    await knex.migrate.up({ directory, name: onePerItem });
    await knex.migrate.down({ directory, name: onePerItem });
    await knex.migrate.down({ directory, name });
    expect(await knex.schema.hasTable('strata_changes')).toBe(false);
    await knex.migrate.up({ directory, name });
    expect(await new DatabaseChangeStore(knex).byId('a')).toBeUndefined();
  });

  describe('DatabaseChangeStore', () => {
    const open = async () => {
      const knex = await databases.init(databaseId);
      await knex.migrate.up({ directory, name });
      await knex.migrate.up({ directory, name: onePerItem });
      return new DatabaseChangeStore(knex);
    };

    it('gives back what it was given', async () => {
      const store = await open();
      const full = record({
        mergeCommit: 'm',
        url: 'https://git.example/1',
        mergedAt: at,
        closedAt: at,
        arrived: true,
      });
      await expect(store.insert(full)).resolves.toBe(true);
      await expect(store.byId('a')).resolves.toEqual(full);
      await expect(
        store.byKey('user:default/ben', 'key-00001'),
      ).resolves.toEqual(full);
    });

    it('takes a key of a person once', async () => {
      const store = await open();
      await store.insert(record());
      await expect(store.insert(record({ id: 'b' }))).resolves.toBe(false);
      await expect(
        store.insert(
          record({
            id: 'c',
            author: 'user:default/ada',
            entityRef: entityRef('component:default/other'),
          }),
        ),
      ).resolves.toBe(true);
      await expect(store.byId('b')).resolves.toBeUndefined();
    });

    it('takes one change of an item that is not over, whoever makes it', async () => {
      const store = await open();
      const by = (id: string) =>
        record({ id, state: 'opening', idempotencyKey: `key-0000${id}` });
      await store.insert(by('1'));
      await expect(store.insert(by('2'))).resolves.toBe(false);
      await store.update('1', at, { state: 'closed' });
      await expect(store.insert(by('3'))).resolves.toBe(true);
    });

    it('moves a state once', async () => {
      const store = await open();
      await store.insert(record({ state: 'opening' }));
      const move = () =>
        store.transition('a', ['opening'], at, { state: 'open', head: 'x' });
      await expect(Promise.all([move(), move()])).resolves.toEqual(
        expect.arrayContaining([true, false]),
      );
      await expect(store.byId('a')).resolves.toMatchObject({
        state: 'open',
        head: 'x',
      });
    });

    it('changes what an update names, and nothing else', async () => {
      const store = await open();
      await store.insert(record());
      const later = '2026-11-25T12:00:00.000Z';
      await store.update('a', later, { state: 'merged', mergeCommit: 'm' });
      await expect(store.byId('a')).resolves.toEqual(
        record({ state: 'merged', mergeCommit: 'm', updatedAt: later }),
      );
    });

    it('lists newest first, by everything a page asks for', async () => {
      const store = await open();
      const older = '2026-11-23T12:00:00.000Z';
      const other = entityRef('component:default/other');
      await store.insert(record());
      await store.insert(
        record({
          id: 'b',
          idempotencyKey: 'key-00002',
          state: 'merged',
          createdAt: older,
          entityRef: other,
          arrived: true,
        }),
      );
      const ids = async (filter: Partial<Parameters<typeof store.list>[0]>) =>
        (await store.list({ limit: 10, ...filter })).map(({ id }) => id);
      await expect(ids({})).resolves.toEqual(['a', 'b']);
      await expect(ids({ limit: 1 })).resolves.toEqual(['a']);
      await expect(store.list({})).resolves.toHaveLength(2);
      await expect(ids({ states: ['merged'] })).resolves.toEqual(['b']);
      await expect(ids({ entityRef: other })).resolves.toEqual(['b']);
      await expect(ids({ travelling: true })).resolves.toEqual(['a']);
      await expect(ids({ treeId: 'none' })).resolves.toEqual([]);
      await expect(ids({ ownerRef: 'group:default/x' })).resolves.toEqual([]);
    });
  });
});
