import { mockCredentials } from '@backstage/backend-test-utils';
import request from 'supertest';
import {
  DeliveryHarness,
  lead,
  lock,
  member,
} from './__testUtils__/deliveryHarness';

let harness: DeliveryHarness;
beforeAll(async () => {
  harness = await DeliveryHarness.start();
});
afterAll(() => harness.argocd.stop());
afterEach(() => harness.reset());

async function setup(options: Parameters<DeliveryHarness['setup']>[0] = {}) {
  const delivery = await harness.setup(options);
  const item = (environment: string) => ({
    application: {
      cluster: 'homelab',
      namespace: 'argocd',
      name: `n8n-${environment}`,
    },
    idempotencyKey: `bulk-of-${environment}`,
    gateHash: delivery.row(environment).gate.hash,
  });
  const bulk = (body: object, person = lead) =>
    request(delivery.app)
      .post('/v1/applications/sync')
      .set('authorization', mockCredentials.user.header(person))
      .send(body);
  return { ...delivery, bulk, item };
}

describe('POST /v1/applications/sync', () => {
  it('answers for each by itself', async () => {
    const { bulk, item, events } = await setup({ locks: [lock()] });
    const gone = {
      ...item('dev'),
      application: { ...item('dev').application, name: 'gone' },
    };
    const { body } = await bulk({
      reason: 'release',
      items: [item('dev'), item('production'), gone],
    }).expect(200);
    expect(body.results).toMatchObject([
      { kind: 'accepted', performed: true, application: { name: 'n8n-dev' } },
      {
        kind: 'refused',
        status: 409,
        code: 'locked',
        application: { name: 'n8n-production' },
      },
      { kind: 'refused', status: 404, application: { name: 'gone' } },
    ]);
    expect(harness.calls).toHaveLength(1);
    expect((await events()).map(({ decision }) => decision).sort()).toEqual([
      'allowed',
      'guarded',
    ]);
  });

  it('denies each that the policy denies', async () => {
    const { bulk, item } = await setup();
    const { body } = await bulk(
      { reason: 'x', items: [item('dev'), item('production')] },
      member,
    );
    expect(body.results).toMatchObject([
      { kind: 'accepted' },
      { kind: 'refused', status: 403 },
    ]);
  });

  it('acts once when it is repeated', async () => {
    const { bulk, item } = await setup();
    const both = { reason: 'x', items: [item('dev'), item('production')] };
    await bulk(both);
    const { body } = await bulk(both);
    expect(body.results).toMatchObject([
      { kind: 'accepted', performed: false },
      { kind: 'accepted', performed: false },
    ]);
    expect(harness.calls).toHaveLength(2);
  });

  it('tells an upstream that refuses from one that accepts', async () => {
    const { bulk, item } = await setup();
    harness.answer = { status: 500, body: { message: 'redis is down' } };
    const { body } = await bulk({ items: [item('dev')] });
    expect(body.results).toMatchObject([{ kind: 'refused', status: 502 }]);
  });

  it.each([
    ['nothing', { items: [] }],
    ['too many', { items: Array.from({ length: 101 }, () => ({})) }],
    ['an unknown field', { items: [], force: true }],
  ])('refuses %s', async (_, body) => {
    const { bulk } = await setup();
    expect((await bulk(body)).status).toBe(400);
  });
});
