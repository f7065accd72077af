import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  type TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import request from 'supertest';
import {
  DeliveryHarness,
  lead,
  member,
  n8n,
} from '../__testUtils__/deliveryHarness';
import {
  applicationObject,
  repository,
  revision,
} from '../__testUtils__/objects';
import { DatabaseMarkLog } from './MarkLog';

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

describe.each(databases.eachSupportedId())('DatabaseMarkLog on %p', id => {
  const mark = {
    repository,
    revision,
    verdict: 'bad' as const,
    reason: 'loses sessions',
    entityRef: n8n,
    by: lead,
    at: '2026-11-24T12:00:00.000Z',
  };

  it('tells marks behind a place, in order', async () => {
    const knex = await databases.init(id);
    await knex.migrate.latest({ directory });
    const log = new DatabaseMarkLog(knex);
    await log.append(mark);
    await log.append({ ...mark, verdict: 'good', entityRef: undefined });
    const all = await log.since(0);
    expect(all.map(each => each.mark)).toEqual([
      mark,
      { ...mark, verdict: 'good', entityRef: undefined },
    ]);
    expect(await log.since(all[0].sequence)).toEqual([all[1]]);
    await knex.migrate.down({ directory, name: '20261125_delivery_marks.js' });
    expect(await knex.schema.hasTable('revision_marks')).toBe(false);
    await knex.migrate.up({ directory, name: '20261125_delivery_marks.js' });
    expect(await log.since(0)).toEqual([]);
  });
});

describe('POST /v1/marks', () => {
  let harness: DeliveryHarness;
  beforeAll(async () => {
    harness = await DeliveryHarness.start();
  });
  afterAll(() => harness.argocd.stop());
  afterEach(() => harness.reset());

  async function setup() {
    const delivery = await harness.setup({
      objects: [
        applicationObject('n8n', 'dev'),
        applicationObject('n8n', 'production', {
          automated: false,
          sync: 'OutOfSync',
        }),
      ],
    });
    let count = 0;
    const mark = (
      body: object = {},
      authorization: string = mockCredentials.user.header(lead),
    ) =>
      request(delivery.app)
        .post('/v1/marks')
        .set('authorization', authorization)
        .send({
          repository: 'git@git.homelab.example:platform/gitops',
          revision,
          verdict: 'bad',
          reason: 'loses sessions',
          entityRef: n8n,
          idempotencyKey: `mark-no-${count++}`,
          ...body,
        });
    return { ...delivery, mark };
  }

  it('keeps a bad revision from a gate, whatever way the repository is named', async () => {
    const { events, mark, sync } = await setup();
    await mark().expect(201);
    const { status, body } = await sync('production', { reason: 'release' });
    expect(status).toBe(409);
    expect(body.error).toMatchObject({
      code: 'marked_bad',
      message: 'Revision aaaaaaaaaaaa is marked bad: loses sessions.',
    });
    await sync('dev').expect(202);
    expect(await events()).toContainEqual(
      expect.objectContaining({
        action: 'delivery.mark',
        actor: lead,
        reason: 'loses sessions',
        result: 'succeeded',
      }),
    );
  });

  it('lets a revision pass that was marked good later', async () => {
    const { mark, sync } = await setup();
    await mark().expect(201);
    await mark({ verdict: 'good', reason: 'it was the database' }).expect(201);
    const { status } = await sync('production', { reason: 'release' });
    expect(status).toBe(202);
  });

  it('hears of what another replica marked', async () => {
    const { knex, sync } = await setup();
    await new DatabaseMarkLog(knex).append({
      repository,
      revision,
      verdict: 'bad',
      reason: 'seen elsewhere',
      by: lead,
      at: '2026-11-24T12:00:00.000Z',
    });
    const { body } = await sync('production', { reason: 'release' });
    expect(body.error).toMatchObject({ code: 'marked_bad' });
  });

  it('marks once for one key', async () => {
    const { mark } = await setup();
    const first = await mark({ idempotencyKey: 'one-intent' });
    const second = await mark({ idempotencyKey: 'one-intent' });
    expect(second.body).toEqual({
      auditId: first.body.auditId,
      performed: false,
    });
  });

  it.each([
    ['a member', {}, mockCredentials.user.header(member), 403],
    ['a service', {}, mockCredentials.service.header(), 403],
    [
      'a member, for everything',
      { entityRef: undefined },
      mockCredentials.user.header(member),
      403,
    ],
    [
      'a repository the entity does not use',
      { repository: 'https://git.homelab.example/other.git' },
      mockCredentials.user.header(lead),
      404,
    ],
    ['no reason', { reason: ' ' }, mockCredentials.user.header(lead), 400],
    [
      'a revision that is none',
      { revision: '../main' },
      mockCredentials.user.header(lead),
      400,
    ],
  ])('refuses %s', async (_, body, authorization, expected) => {
    const { events, mark } = await setup();
    const { status } = await mark(body, authorization);
    expect(status).toBe(expected);
    expect((await events()).map(({ decision }) => decision)).toEqual(
      expected === 403 ? ['denied'] : [],
    );
  });
});
