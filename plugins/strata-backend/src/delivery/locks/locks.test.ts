import { mockCredentials } from '@backstage/backend-test-utils';
import request from 'supertest';
import {
  DeliveryHarness,
  lead,
  lock,
  member,
  n8n,
} from '../__testUtils__/deliveryHarness';

let harness: DeliveryHarness;
beforeAll(async () => {
  harness = await DeliveryHarness.start();
});
afterAll(() => harness.argocd.stop());
afterEach(() => harness.reset());

describe('a lock', () => {
  it('holds a gate, and says why and until when', async () => {
    const { events, sync } = await harness.setup({
      locks: [lock({ until: '2027-01-07T00:00:00Z' })],
    });
    const { status, body } = await sync('production', { reason: 'release' });
    expect(status).toBe(409);
    expect(body.error).toMatchObject({
      code: 'locked',
      message: 'Locked until 2027-01-07T00:00:00Z (year-end): Nobody is there.',
    });
    expect(harness.calls).toEqual([]);
    expect(await events()).toMatchObject([
      {
        decision: 'guarded',
        decisionReason: expect.stringMatching(/^locked:/),
      },
    ]);
  });

  it('leaves automatic environments alone', async () => {
    const { sync } = await harness.setup({ locks: [lock()] });
    expect((await sync('dev')).status).toBe(202);
  });

  it('ends by itself', async () => {
    const { clock, sync } = await harness.setup({
      locks: [lock({ until: '2026-11-24T12:00:10Z' })],
    });
    const held = await sync('production', { reason: 'x' });
    expect(held.status).toBe(409);
    await clock.advance(10_000);
    const open = await sync('production', { reason: 'x' });
    expect(open.status).toBe(202);
  });

  it('is broken with a permission and a reason, and that is written down', async () => {
    const { authorizer, events, sync } = await harness.setup({
      locks: [lock()],
    });
    await sync('production', { breakGlass: true }).expect(409);
    await sync('production', { breakGlass: true, reason: 'incident 7' }).expect(
      202,
    );
    expect(authorizer.asked).toContain(`strata.delivery.breakglass on ${n8n}`);
    expect((await events())[0]).toMatchObject({
      decision: 'allowed',
      reason: 'incident 7',
      parameters: { breakGlass: true },
    });
  });

  it('is not broken by somebody of another team than it names', async () => {
    const { events, sync } = await harness.setup({
      locks: [lock({ breakGlass: ['platform'] })],
    });
    const { status } = await sync('production', {
      breakGlass: true,
      reason: 'incident 7',
    });
    expect(status).toBe(403);
    expect(harness.calls).toEqual([]);
    expect(await events()).toMatchObject([{ decision: 'denied', actor: lead }]);
  });

  it('tells the page whether the viewer could break it', async () => {
    const { app } = await harness.setup({
      locks: [lock({ breakGlass: ['product'] })],
    });
    const rows = async (person: string) => {
      const { body } = await request(app)
        .get('/v1/entities/component/default/n8n/delivery')
        .set('authorization', mockCredentials.user.header(person));
      return body.rows[1].actions.sync;
    };
    expect(await rows(lead)).toMatchObject({
      code: 'locked',
      breakGlass: true,
    });
    expect(await rows(member)).toMatchObject({ kind: 'forbidden' });
  });
});

describe('GET /v1/locks', () => {
  it('lists locks in force before those that come and those that are over', async () => {
    const { app } = await harness.setup({
      locks: [
        { ...lock({ until: '2026-01-01T00:00:00Z' }), name: 'over' },
        { ...lock({ from: '2026-12-20T00:00:00Z' }), name: 'coming' },
        { ...lock({ scope: { environment: 'production' } }), name: 'now' },
      ],
    });
    const { body } = await request(app)
      .get('/v1/locks')
      .set('authorization', mockCredentials.user.header(member))
      .expect(200);
    expect(body.locks).toMatchObject([
      { name: 'now', state: 'active', environments: 1 },
      { name: 'coming', state: 'coming', environments: 2 },
      { name: 'over', state: 'over' },
    ]);
  });
});
