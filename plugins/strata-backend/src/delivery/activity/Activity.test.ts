import { mockCredentials } from '@backstage/backend-test-utils';
import type { ActivityPage } from '@strata/plugin-strata-common';
import request from 'supertest';
import { applicationObject } from '../__testUtils__/objects';
import {
  DeliveryHarness,
  lead,
  n8n,
  production,
} from '../__testUtils__/deliveryHarness';

jest.setTimeout(60_000);

describe('GET /v1/activity', () => {
  let harness: DeliveryHarness;
  beforeAll(async () => {
    harness = await DeliveryHarness.start();
  });
  afterEach(() => harness.reset());
  afterAll(() => harness.argocd.stop());

  async function setup() {
    const delivery = await harness.setup();
    await delivery.clock.advance(1_000);
    const get = (query: string, person: string = lead) =>
      request(delivery.app)
        .get(`/v1/activity?${query}`)
        .set('authorization', mockCredentials.user.header(person));
    const told = (page: ActivityPage) =>
      page.entries.map(entry =>
        entry.kind === 'transition'
          ? `${entry.environment} ${entry.field}: ${entry.from ?? '?'} → ${
              entry.to
            }`
          : `${entry.action} by ${entry.actor}`,
      );
    return { ...delivery, get, told };
  }

  it('mixes what turned and what people did, newest first', async () => {
    const { clock, get, source, sync, told } = await setup();
    source.put(
      'applications',
      applicationObject('n8n', 'dev', { sync: 'OutOfSync' }),
    );
    await clock.advance(2_000);
    await sync('production', { reason: 'release' }).expect(202);
    await clock.advance(1_000);
    source.put(
      'applications',
      applicationObject('n8n', 'dev', {
        health: 'Progressing',
        sync: 'OutOfSync',
      }),
    );
    await clock.advance(1_000);
    const { body } = await get(`entity=${n8n}`).expect(200);
    expect(told(body)).toEqual([
      'dev health: Healthy → Progressing',
      `delivery.sync by ${lead}`,
      'dev sync: Synced → OutOfSync',
      `dev revision: ? → ${'a'.repeat(40)}`,
    ]);
  });

  it('gives every entry once over pages, also those of one time', async () => {
    const { clock, get, source, sync, told } = await setup();
    for (const name of ['Progressing', 'Degraded', 'Healthy']) {
      source.put(
        'applications',
        applicationObject('n8n', 'dev', { health: name }),
      );
    }
    await sync('production', { reason: 'release' }).expect(202);
    await sync('dev').expect(202);
    await clock.advance(1_000);
    const seen: string[] = [];
    let cursor = '';
    for (let page = 0; page < 20; page++) {
      const { body } = await get(`entity=${n8n}&limit=1${cursor}`).expect(200);
      seen.push(...told(body));
      if (!body.nextCursor) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    const whole = await get(`entity=${n8n}`).expect(200);
    expect(seen).toEqual(told(whole.body));
    expect(seen).toHaveLength(6);
  });

  it('shows an owner what it owns, and nobody else’s', async () => {
    const { get } = await setup();
    const owned = await get('owner=group:default/product').expect(200);
    expect(owned.body.entries).not.toHaveLength(0);
    const nothing = await get('owner=group:default/unowned').expect(200);
    expect(nothing.body.entries).toEqual([]);
    await get('owner=group:default/nobody').expect(404);
  });

  it('leaves out attempts that were denied: they are for auditors', async () => {
    const { clock, get, sync, told } = await setup();
    await sync('production', { reason: 'x' }, 'user:default/ben').expect(403);
    await clock.advance(1_000);
    const { body } = await get(`entity=${n8n}`).expect(200);
    expect(told(body).join()).not.toContain('delivery.sync');
  });

  it('hides entities that may not be seen', async () => {
    const { get } = await setup();
    await get(`entity=${n8n}`, 'user:default/dana').expect(404);
    const { body } = await get('', 'user:default/dana').expect(200);
    expect(body.entries).toEqual([]);
  });

  it.each([
    'entity=n8n',
    'entity=component:default/..%2Fx',
    'cursor=nonsense',
    'limit=0',
    'limit=100000',
    'unknown=1',
    `entity=component:default/${'x'.repeat(300)}`,
  ])('refuses %s', async query => {
    const { get } = await setup();
    expect((await get(query)).status).toBe(400);
  });

  it('remembers over a restart since when something is out of sync', async () => {
    const { clock, source, delivery, knex } = await setup();
    source.put(
      'applications',
      applicationObject('n8n', 'production', { automated: false }),
    );
    source.put('applications', production);
    await clock.advance(1_000);
    harness.reset();
    const again = await harness.setup({ knex });
    await again.clock.advance(3_600_000);
    expect(again.row('production').since).toBe('2026-11-24T12:00:01.000Z');
    expect(delivery.service).not.toBe(again.delivery.service);
  });
});
