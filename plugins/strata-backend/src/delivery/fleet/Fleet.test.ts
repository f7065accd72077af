import { mockCredentials } from '@backstage/backend-test-utils';
import type { FleetPage } from '@strata/plugin-strata-common';
import request from 'supertest';
import {
  DeliveryHarness,
  dev,
  lead,
  production,
} from '../__testUtils__/deliveryHarness';
import { applicationObject } from '../__testUtils__/objects';

jest.setTimeout(60_000);

/** Nothing in the tree claims it. */
const stray = applicationObject('stray', 'dev', {
  project: 'data',
  health: 'Degraded',
});

describe('GET /v1/applications', () => {
  let harness: DeliveryHarness;
  beforeAll(async () => {
    harness = await DeliveryHarness.start();
  });
  afterEach(() => harness.reset());
  afterAll(() => harness.argocd.stop());

  async function setup() {
    const delivery = await harness.setup({ objects: [dev, production, stray] });
    const get = (query: string, person: string = lead) =>
      request(delivery.app)
        .get(`/v1/applications?${query}`)
        .set('authorization', mockCredentials.user.header(person));
    const told = ({ rows }: FleetPage) =>
      rows.map(
        ({ application, status, claim }) =>
          `${application.name} ${status} ${
            claim.kind === 'claimed' ? claim.owner : claim.kind
          }`,
      );
    return { ...delivery, get, told };
  }

  it('shows every Application, worst first, claimed or not', async () => {
    const { get, told } = await setup();
    const { body } = await get('').expect(200);
    expect(told(body)).toEqual([
      'stray-dev degraded unclaimed',
      'n8n-production waiting group:default/product',
      'n8n-dev healthy group:default/product',
    ]);
    expect(body).toMatchObject({
      total: 3,
      counts: {
        status: { degraded: 1, waiting: 1, healthy: 1 },
        cluster: { homelab: 3 },
        project: { product: 2, data: 1 },
      },
    });
  });

  it('asks nothing upstream', async () => {
    const { get, source } = await setup();
    const before = source.lists.length + source.gets.length;
    await get('').expect(200);
    expect(source.lists.length + source.gets.length).toBe(before);
    expect(harness.calls).toEqual([]);
  });

  it('goes on page after page', async () => {
    const { get, told } = await setup();
    const first = await get('sort=name&limit=2').expect(200);
    const second = await get(
      `sort=name&limit=2&cursor=${first.body.nextCursor}`,
    ).expect(200);
    expect([...told(first.body), ...told(second.body)]).toEqual([
      'n8n-dev healthy group:default/product',
      'n8n-production waiting group:default/product',
      'stray-dev degraded unclaimed',
    ]);
    expect(second.body.nextCursor).toBeUndefined();
  });

  it('follows what changes, comes and goes', async () => {
    const { clock, get, source, told } = await setup();
    await get('').expect(200);
    source.put(
      'applications',
      applicationObject('n8n', 'dev', { health: 'Degraded' }),
    );
    source.remove('applications', stray);
    source.put('applications', applicationObject('other', 'dev'));
    await clock.advance(1_000);
    const { body } = await get('').expect(200);
    expect(told(body)).toEqual([
      'n8n-dev degraded group:default/product',
      'n8n-production waiting group:default/product',
      'other-dev healthy unclaimed',
    ]);
  });

  it('shows nobody what they may not see', async () => {
    const { get } = await setup();
    const { body } = await get('', 'user:default/dana').expect(200);
    expect(body).toMatchObject({ rows: [], total: 0 });
  });

  it.each(['status=fine', 'sort=luck', 'limit=0', 'cursor=x', 'page=2'])(
    'refuses %s',
    async query => {
      const { get } = await setup();
      expect((await get(query)).status).toBe(400);
    },
  );
});
