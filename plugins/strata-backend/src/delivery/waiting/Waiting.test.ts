import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { Change } from '@strata/plugin-strata-common';
import express from 'express';
import request from 'supertest';
import {
  DeliveryHarness,
  lead,
  lock,
  member,
} from '../__testUtils__/deliveryHarness';
import { createWaitingRouter } from './router';

let harness: DeliveryHarness;
beforeAll(async () => {
  harness = await DeliveryHarness.start();
});
afterAll(() => harness.argocd.stop());
afterEach(() => harness.reset());

const change = (
  id: string,
  owner: string,
  createdAt: string,
  state: Change['state'] = 'open',
) => ({ id, owner, createdAt, state } as Change);

async function setup(options: Parameters<DeliveryHarness['setup']>[0] = {}) {
  const delivery = await harness.setup(options);
  const app = express().use(
    createWaitingRouter({
      waiting: delivery.delivery.waiting,
      changes: {
        list: async ({ states }) =>
          [
            change('late', 'group:default/product', '2026-11-24T11:00:00Z'),
            change(
              'early',
              'group:default/product',
              '2026-11-24T10:00:00Z',
              'conflicted',
            ),
          ].filter(({ state }) => states.includes(state)),
      },
      httpAuth: mockServices.httpAuth(),
    }),
  );
  const waiting = (person: string) =>
    request(app)
      .get('/v1/waiting')
      .set('authorization', mockCredentials.user.header(person))
      .expect(200);
  return { ...delivery, waiting };
}

describe('GET /v1/waiting', () => {
  it('shows a lead the gates they may open and the changes they may merge', async () => {
    const { waiting } = await setup();
    const { body } = await waiting(lead);
    expect(body.gates).toMatchObject([
      {
        owner: 'group:default/product',
        title: 'n8n',
        row: {
          environment: 'production',
          status: 'waiting',
          actions: { sync: { kind: 'available', gated: true } },
        },
      },
    ]);
    expect(body.changes.map(({ id }: Change) => id)).toEqual(['early', 'late']);
  });

  it('says what holds a gate beside the person', async () => {
    const { waiting } = await setup({ locks: [lock()] });
    const { body } = await waiting(lead);
    expect(body.gates[0].row.actions.sync).toMatchObject({ code: 'locked' });
  });

  it('shows nothing to those who can do nothing about it', async () => {
    const { waiting } = await setup();
    const { body } = await waiting(member);
    expect(body).toMatchObject({ gates: [], changes: [] });
  });
});
