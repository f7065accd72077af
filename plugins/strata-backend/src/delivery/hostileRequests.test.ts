import { mockCredentials } from '@backstage/backend-test-utils';
import request from 'supertest';
import { DeliveryHarness, lead, member } from './__testUtils__/deliveryHarness';

let harness: DeliveryHarness;
let app: Awaited<ReturnType<DeliveryHarness['setup']>>;
beforeAll(async () => {
  harness = await DeliveryHarness.start();
  app = await harness.setup();
});
afterAll(() => {
  harness.reset();
  return harness.argocd.stop();
});

const names = [
  '..%2Fn8n',
  '%2e%2e',
  'n8n%3Fproject=other',
  'a%00b',
  'N8N',
  'n%C3%A4me',
  'x'.repeat(300),
  'n8n%2Fsync',
];
const key = { idempotencyKey: 'hostile-key-1' };
const acts = [
  ['sync', { ...key, gateHash: 'h' }],
  ['refresh', key],
  ['rollback', { ...key, gateHash: 'h', historyId: 0 }],
  ['terminate', key],
] as const;
const send = (path: string, body: object, person = lead) =>
  request(app.app)
    .post(path)
    .set('authorization', mockCredentials.user.header(person))
    .send(body);

describe('hostile names', () => {
  it.each(
    acts.flatMap(([action, body]) =>
      names.flatMap(name => [
        { action, body, path: `homelab/argocd/${name}` },
        { action, body, path: `homelab/${name}/n8n-dev` },
        { action, body, path: `${name}/argocd/n8n-dev` },
      ]),
    ),
  )('$action of $path is a 4xx', async ({ action, body, path }) => {
    const { status } = await send(`/v1/applications/${path}/${action}`, body);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(harness.calls).toEqual([]);
    expect(app.source.gets).toEqual([]);
  });
});

describe('what needs a permission of its own', () => {
  it.each([
    ['prune', 'dev', { prune: true }, /strata\.delivery\.prune/],
    ['force', 'dev', { force: true }, /strata\.delivery\.force/],
    ['breaking a lock', 'dev', { breakGlass: true }, /delivery\.breakglass/],
  ])(
    '%s is denied, with one row in the audit and no call',
    async (_, environment, body, message) => {
      const before = (await app.events()).length;
      const { status, body: answered } = await app.sync(
        environment,
        { reason: 'x', ...body },
        member,
      );
      expect(status).toBe(403);
      expect(answered.error.message).toMatch(message);
      const events = await app.events();
      expect(events.length - before).toBe(1);
      expect(events[0]).toMatchObject({ decision: 'denied', actor: member });
      expect(harness.calls).toEqual([]);
    },
  );

  it('nobody acts without being a person', async () => {
    for (const [action, body] of acts) {
      const { status } = await request(app.app)
        .post(`/v1/applications/homelab/argocd/n8n-dev/${action}`)
        .set('authorization', mockCredentials.service.header())
        .send(body);
      expect(status).toBe(403);
    }
    expect(harness.calls).toEqual([]);
  });
});
