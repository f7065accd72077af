import { mockCredentials } from '@backstage/backend-test-utils';
import {
  entityDeliverySchema,
  type EntityRef,
} from '@strata/plugin-strata-common';
import type { Express } from 'express';
import request from 'supertest';
import {
  DeliveryHarness,
  lead,
  member,
  n8n,
  operationState,
  stranger,
} from './__testUtils__/deliveryHarness';
import { applicationObject } from './__testUtils__/objects';
import { settled } from './__testUtils__/TestClock';

let harness: DeliveryHarness;
beforeAll(async () => {
  harness = await DeliveryHarness.start();
});
afterAll(() => harness.argocd.stop());
afterEach(() => harness.reset());
const setup: DeliveryHarness['setup'] = options => harness.setup(options);

describe('GET delivery of an entity', () => {
  const get = (app: Express, person: string, path = 'n8n') =>
    request(app)
      .get(`/v1/entities/component/default/${path}/delivery`)
      .set('authorization', mockCredentials.user.header(person));

  it('answers from the index, with what the viewer may do', async () => {
    const { app } = await setup();
    const { status, body } = await get(app, member);
    expect(status).toBe(200);
    const { rows } = entityDeliverySchema.parse(body);
    expect(rows).toMatchObject([
      {
        environment: 'dev',
        status: 'healthy',
        gate: { gated: false },
        actions: {
          sync: { kind: 'available', gated: false },
          refresh: { kind: 'available' },
        },
        links: [
          {
            url: 'https://argocd.homelab.example/applications/argocd/n8n-dev',
          },
        ],
      },
      {
        environment: 'production',
        status: 'waiting',
        gate: { gated: true },
        actions: { sync: { kind: 'forbidden' } },
      },
    ]);
    expect(harness.calls).toEqual([]);
  });

  it.each([
    ['may not be seen', stranger, 'n8n'],
    ['does not exist', lead, 'nothing'],
  ])('is 404 for what %s', async (_, person, path) => {
    const { app } = await setup();
    expect((await get(app, person, path)).status).toBe(404);
  });
});

describe('what changes', () => {
  it('is told once per burst', async () => {
    const { delivery, source, clock } = await setup();
    await clock.advance(1000);
    const told: (readonly EntityRef[])[] = [];
    delivery.service.subscribe(refs => told.push(refs));
    for (const health of ['Progressing', 'Degraded', 'Healthy']) {
      source.put('applications', applicationObject('n8n', 'dev', { health }));
    }
    await clock.advance(250);
    expect(told).toEqual([[n8n]]);
  });

  it('is told when only time passed: a grace ran out', async () => {
    const { delivery, source, clock, row } = await setup();
    source.put(
      'applications',
      applicationObject('n8n', 'dev', { sync: 'OutOfSync' }),
    );
    await clock.advance(30_000);
    expect(row('dev').status).toBe('progressing');
    const told: (readonly EntityRef[])[] = [];
    delivery.service.subscribe(refs => told.push(refs));
    for (let i = 0; i < 6; i++) {
      await clock.advance(60_000);
      source.bookmark();
    }
    expect(row('dev').status).toBe('drifted');
    expect(told).toContainEqual([n8n]);
  });

  it('keeps rows with their age while a cluster is away, and never says healthy', async () => {
    const { delivery, source, clock, row } = await setup();
    source.goSilent();
    await clock.advance(20 * 60_000);
    expect(row('dev')).toMatchObject({
      status: 'unreachable',
      asOf: '2026-11-24T12:00:00.000Z',
      sync: 'Synced',
    });
    expect(delivery.service.sources()).toMatchObject([
      { id: 'kubernetes:homelab', title: 'Home lab', state: 'unreachable' },
      { id: 'argocd:main', state: 'connected' },
    ]);
    source.goSilent(false);
    // A connection that was made into the silence has to be given up first.
    await clock.advance(3 * 60_000);
    expect(row('dev').status).toBe('healthy');
  });

  it('goes on following operations after a restart', async () => {
    let auditId = '';
    const { events, source } = await setup({
      before: async audit => {
        const event = await audit.append({
          actor: lead,
          action: 'delivery.sync',
          entityRef: n8n,
          target: 'application:homelab/argocd/n8n-dev',
          parameters: {},
          decision: 'allowed',
          result: 'pending',
        });
        auditId = event.id;
      },
    });
    source.put(
      'applications',
      applicationObject('n8n', 'dev', {
        status: operationState('Failed', auditId, 'hook failed'),
      }),
    );
    await settled();
    expect(await events()).toMatchObject([
      { id: auditId, result: 'failed', resultMessage: 'hook failed' },
    ]);
  });
});
