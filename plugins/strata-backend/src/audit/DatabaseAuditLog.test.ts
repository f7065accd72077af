import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  mockServices,
  type TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import type { AuditLog } from './AuditLog';
import { DatabaseAuditLog } from './DatabaseAuditLog';
import { ForwardingAuditLog } from './ForwardingAuditLog';

const ids: TestDatabaseId[] = ['SQLITE_3'];
// Debian's and npm's PostgreSQL alike; without one, SQLite has to do.
if (process.env.BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING) {
  ids.push('POSTGRES_18');
}
const databases = TestDatabases.create({ ids });
const directory = resolvePackagePath(
  '@strata/plugin-strata-backend',
  'migrations',
);

type NewEvent = Parameters<AuditLog['append']>[0];

const event = (changes: Partial<NewEvent> = {}): NewEvent => ({
  actor: 'user:default/ada',
  action: 'delivery.sync',
  entityRef: 'component:default/n8n',
  target: 'application:homelab/argocd/n8n-dev',
  parameters: { prune: false, nested: { list: [1] } },
  reason: 'release',
  decision: 'allowed',
  result: 'pending',
  ...changes,
});

describe.each(databases.eachSupportedId())('DatabaseAuditLog on %p', id => {
  async function setup() {
    const knex = await databases.init(id);
    await knex.migrate.latest({ directory });
    let minute = 0;
    const now = () => new Date(Date.UTC(2026, 10, 24, 12, minute++));
    return { knex, log: new DatabaseAuditLog(knex, now) };
  }

  it('gives back what was written, with id and time', async () => {
    const { log } = await setup();
    const stored = await log.append(event());
    expect(stored).toEqual({
      ...event(),
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      at: '2026-11-24T12:00:00.000Z',
    });
    await expect(log.list({ limit: 10 })).resolves.toEqual({
      events: [stored],
      nextCursor: undefined,
    });
    await expect(log.get(stored.id)).resolves.toEqual(stored);
  });

  it('tells the activity of entities page by page, without what was denied', async () => {
    const { log } = await setup();
    const entityRefs = ['component:default/n8n'];
    const first = await log.append(event());
    await log.append(event({ decision: 'denied', result: 'none' }));
    await log.append(event({ entityRef: 'component:default/other' }));
    const last = await log.append(
      event({ decision: 'guarded', result: 'none' }),
    );
    const page = await log.activity({ entityRefs, limit: 1 });
    expect(page.map(each => each.event)).toEqual([last]);
    const rest = await log.activity({
      entityRefs,
      limit: 5,
      before: { at: Date.parse(last.at), sequence: page[0].sequence },
    });
    expect(rest.map(each => each.event)).toEqual([first]);
    expect(await log.activity({ entityRefs: [], limit: 5 })).toEqual([]);
  });

  it('leaves out what was not given', async () => {
    const { log } = await setup();
    const stored = await log.append(
      event({ entityRef: undefined, reason: undefined }),
    );
    expect(await log.get(stored.id)).toEqual(stored);
    expect(stored.entityRef).toBeUndefined();
  });

  it('completes a pending event once', async () => {
    const { log } = await setup();
    const { id: eventId } = await log.append(event());
    await log.complete(eventId, { result: 'succeeded', message: 'synced' });
    await log.complete(eventId, { result: 'failed', message: 'too late' });
    expect(await log.get(eventId)).toMatchObject({
      result: 'succeeded',
      resultMessage: 'synced',
      finishedAt: '2026-11-24T12:01:00.000Z',
    });
  });

  it('never completes what was not allowed', async () => {
    const { log } = await setup();
    const { id: eventId } = await log.append(
      event({ decision: 'denied', result: 'none' }),
    );
    await log.complete(eventId, { result: 'succeeded' });
    expect(await log.get(eventId)).toMatchObject({ result: 'none' });
  });

  it('takes one key once per person and action', async () => {
    const { log } = await setup();
    const first = await log.append(event({ idempotencyKey: 'key-1' }));
    await expect(
      log.append(event({ idempotencyKey: 'key-1' })),
    ).rejects.toMatchObject({ name: 'ConflictError' });
    await log.append(event({ idempotencyKey: 'key-1', actor: 'user:x/ben' }));
    await log.append(
      event({ idempotencyKey: 'key-1', action: 'delivery.refresh' }),
    );
    await expect(
      log.findByIdempotencyKey('user:default/ada', 'delivery.sync', 'key-1'),
    ).resolves.toEqual(first);
    await expect(
      log.findByIdempotencyKey('user:default/ada', 'delivery.sync', 'key-2'),
    ).resolves.toBeUndefined();
  });

  it('lets exactly one of many writers have a key', async () => {
    const { log } = await setup();
    const attempts = await Promise.allSettled(
      Array.from({ length: 8 }, () =>
        log.append(event({ idempotencyKey: 'key-race' })),
      ),
    );
    expect(
      attempts.filter(({ status }) => status === 'fulfilled'),
    ).toHaveLength(1);
  });

  it('takes any number of events without a key', async () => {
    const { log } = await setup();
    await log.append(event());
    await log.append(event());
    expect((await log.list({ limit: 10 })).events).toHaveLength(2);
  });

  it('pages newest first, without loss or repetition while it grows', async () => {
    const { log } = await setup();
    for (const reason of ['1', '2', '3', '4', '5']) {
      await log.append(event({ reason }));
    }
    const seen: (string | undefined)[] = [];
    let cursor: string | undefined;
    do {
      const page = await log.list({ limit: 2, cursor });
      seen.push(...page.events.map(({ reason }) => reason));
      cursor = page.nextCursor;
      await log.append(event({ reason: 'later' }));
    } while (cursor);
    expect(seen).toEqual(['5', '4', '3', '2', '1']);
  });

  it.each([
    [{ actor: 'user:default/ben' }, 'of ben'],
    [{ entityRef: 'component:default/kafka' }, 'of kafka'],
    [{ action: 'change.merge' }, 'a merge'],
  ])('filters by %j', async (filter, reason) => {
    const { log } = await setup();
    await log.append(event());
    await log.append(event({ ...filter, reason }));
    const { events } = await log.list({ ...filter, limit: 10 });
    expect(events.map(found => found.reason)).toEqual([reason]);
  });

  it('refuses a cursor that is none', async () => {
    const { log } = await setup();
    await expect(log.list({ limit: 1, cursor: '1; drop' })).rejects.toThrow(
      /nextCursor/,
    );
  });

  it('finds what waits for its end', async () => {
    const { log } = await setup();
    const waiting = await log.append(event());
    const done = await log.append(event());
    await log.complete(done.id, { result: 'succeeded' });
    await log.append(event({ action: 'change.merge' }));
    expect(await log.pending('delivery.sync')).toEqual([waiting]);
  });

  it('migrates down and up again with rows in place', async () => {
    const { knex, log } = await setup();
    await log.append(event());
    const migration = { directory, name: '20261124_audit.js' };
    await knex.migrate.down(migration);
    await expect(knex.schema.hasTable('audit_events')).resolves.toBe(false);
    await knex.migrate.up(migration);
    await expect(log.list({ limit: 1 })).resolves.toMatchObject({ events: [] });
    await log.append(event({ idempotencyKey: 'key-1' }));
    await expect(
      log.append(event({ idempotencyKey: 'key-1' })),
    ).rejects.toMatchObject({ name: 'ConflictError' });
  });

  describe('forwarding to the auditor', () => {
    async function forwarding() {
      const { log } = await setup();
      const auditor = mockServices.auditor.mock();
      const told = { success: jest.fn(), fail: jest.fn() };
      auditor.createEvent.mockResolvedValue(told);
      const logger = mockServices.logger.mock();
      return {
        auditor,
        told,
        logger,
        log: new ForwardingAuditLog(log, auditor, logger),
      };
    }

    it('tells refusals at once and acts when they have ended', async () => {
      const { auditor, told, log } = await forwarding();
      await log.append(
        event({ decision: 'denied', decisionReason: 'no', result: 'none' }),
      );
      expect(auditor.createEvent).toHaveBeenCalledWith(
        expect.objectContaining({
          eventId: 'delivery-sync',
          severityLevel: 'high',
          meta: expect.objectContaining({ actor: 'user:default/ada' }),
        }),
      );
      expect(told.fail).toHaveBeenCalledTimes(1);
      const { id: eventId } = await log.append(event());
      expect(auditor.createEvent).toHaveBeenCalledTimes(1);
      await log.complete(eventId, { result: 'succeeded' });
      await log.complete(eventId, { result: 'succeeded' });
      expect(told.success).toHaveBeenCalledTimes(1);
    });

    it('keeps the record when the auditor fails', async () => {
      const { auditor, log, logger } = await forwarding();
      auditor.createEvent.mockRejectedValue(new Error('collector is down'));
      await log.append(event({ decision: 'guarded', result: 'none' }));
      expect((await log.list({ limit: 1 })).events).toHaveLength(1);
      expect(logger.error).toHaveBeenCalledTimes(1);
    });
  });
});
