import { TestDatabases } from '@backstage/backend-test-utils';
import { ada, ben, changesBench, recipes } from './__testUtils__/changesBench';
import { DatabaseChangeStore } from './DatabaseChangeStore';
import { takeOver } from './takeOver';

jest.setTimeout(60_000);

const withKey = (idempotencyKey: string) => ({ ...recipes, idempotencyKey });
const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())('changes on %p', databaseId => {
  let bench: Awaited<ReturnType<typeof changesBench>>;

  beforeEach(async () => {
    bench = await changesBench(databases, databaseId);
  });
  afterEach(() => bench.remove());

  it('does not call a change closed that was merged with git before', async () => {
    const { service: changes, host } = bench;
    const opened = await changes.create(withKey('key-00001'), ben);
    const merged = await host.merge({
      branch: opened.branch,
      expectedHead: opened.head,
      expectedBase: opened.base,
      author: { name: 'Ben', email: 'ben@example.org' },
    });
    await expect(changes.close(opened.id, ada)).rejects.toMatchObject({
      name: 'ConflictError',
      message: 'The change is merged; revert it instead',
    });
    await expect(changes.get(opened.id, ada)).resolves.toMatchObject({
      state: 'merged',
      mergeCommit: merged.mergeCommit,
    });
  });

  it('does not take a merged change back to what it was when it was read', async () => {
    const { service: changes, host, knex } = bench;
    const store = new DatabaseChangeStore(knex);
    const opened = await changes.create(withKey('key-00001'), ben);
    const read = {
      ...(await store.byId(opened.id))!,
      state: 'opening' as const,
    };
    const onHost = await host.get(opened.branch);
    await changes.merge(opened.id, ada);
    const changed = jest.fn();
    const after = await takeOver(
      read,
      { get: async () => onHost },
      { store, now: () => new Date(opened.createdAt), changed },
    );
    expect(after.state).toBe('merged');
    expect((await store.byId(opened.id))?.state).toBe('merged');
    expect(changed).not.toHaveBeenCalled();
  });

  describe('a change whose branch was never made', () => {
    const neverMade = async () => {
      const opened = await bench.service.create(withKey('key-00001'), ben);
      await bench
        .knex('strata_changes')
        .where({ id: opened.id })
        .update({ state: 'opening', head: '', branch: 'strata/never-made' });
      return opened;
    };
    const tooLong = 10 * 60_000;

    it('is not merged nor closed while somebody may be at it', async () => {
      const { service: changes } = bench;
      const { id } = await neverMade();
      await expect(changes.close(id, ada)).rejects.toThrow(
        /is being opened right now/,
      );
      await expect(changes.merge(id, ada)).rejects.toThrow(
        /is being opened right now/,
      );
    });

    it('is closed after ten minutes', async () => {
      const { service: changes, pass } = bench;
      const { id } = await neverMade();
      pass(tooLong);
      await expect(changes.close(id, ada)).resolves.toMatchObject({
        state: 'closed',
      });
    });

    it('holds the name of its item for as long', async () => {
      const { service: changes, pass } = bench;
      const { id } = await neverMade();
      await expect(changes.create(withKey('key-00002'), ada)).rejects.toThrow(
        /is being opened by user:default\/ben right now/,
      );
      pass(tooLong);
      await expect(
        changes.create(withKey('key-00003'), ada),
      ).resolves.toMatchObject({ state: 'open' });
      await expect(changes.get(id, ada)).resolves.toMatchObject({
        state: 'closed',
      });
    });
  });

  it('lets one of two people create an item at once', async () => {
    const { service: changes } = bench;
    const outcomes = await Promise.allSettled([
      changes.create(withKey('key-00001'), ben),
      changes.create(withKey('key-00002'), ada),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { name: 'ConflictError' },
    });
    await expect(changes.list({})).resolves.toHaveLength(1);
  });
});
