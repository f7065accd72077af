import { mockCredentials } from '@backstage/backend-test-utils';
import type { ApplicationDetail } from '@strata/plugin-strata-common';
import request from 'supertest';
import {
  DeliveryHarness,
  dev,
  lead,
  lock,
  member,
  stranger,
} from '../__testUtils__/deliveryHarness';
import { applicationObject, revision } from '../__testUtils__/objects';
import { KubernetesError } from '../kubernetes/KubernetesSource';

const earlier = 'e'.repeat(40);
const production = (status: object = {}) =>
  applicationObject('n8n', 'production', {
    automated: false,
    sync: 'OutOfSync',
    status: {
      history: [
        { id: 0, revision: earlier, deployedAt: '2026-11-23T11:00:00Z' },
        {
          id: 1,
          revision,
          source: { path: 'kubernetes/services/n8n' },
          deployStartedAt: '2026-11-24T10:59:00Z',
          deployedAt: '2026-11-24T11:00:00Z',
        },
      ],
      resources: [
        {
          kind: 'Service',
          version: 'v1',
          name: 'n8n',
          health: { status: 'Healthy' },
        },
        { kind: 'ConfigMap', version: 'v1', name: 'n8n' },
        {
          group: 'apps',
          kind: 'Deployment',
          name: 'n8n',
          health: { status: 'Degraded' },
        },
      ],
      ...status,
    },
  });

let harness: DeliveryHarness;
beforeAll(async () => {
  harness = await DeliveryHarness.start();
});
afterAll(() => harness.argocd.stop());
afterEach(() => harness.reset());

async function setup(options: Parameters<DeliveryHarness['setup']>[0] = {}) {
  const delivery = await harness.setup({
    objects: [dev, production()],
    ...options,
  });
  const ask = (name: string, person = lead) =>
    request(delivery.app)
      .get(`/v1/applications/homelab/argocd/${name}`)
      .set('authorization', mockCredentials.user.header(person));
  const get = async (name: string, person = lead): Promise<ApplicationDetail> =>
    (await ask(name, person).expect(200)).body;
  return { ...delivery, ask, get };
}

function full(detail: ApplicationDetail) {
  if (detail.full.kind !== 'read') throw new Error(detail.full.reason);
  return detail.full;
}

describe('GET /v1/applications/:cluster/:namespace/:name', () => {
  it('tells the history, newest first, each source with its revision', async () => {
    const { get } = await setup();
    const detail = await get('n8n-production');
    expect(detail).toMatchObject({
      status: 'drifted',
      owner: 'group:default/product',
      claimedBy: ['component:default/n8n'],
    });
    expect(full(detail).history).toMatchObject([
      {
        id: 1,
        current: true,
        durationSeconds: 60,
        sources: [{ path: 'kubernetes/services/n8n', revision }],
        rollback: { kind: 'available', gated: true },
      },
      { id: 0, current: false, sources: [{ revision: earlier }] },
    ]);
  });

  it('puts the worst resource first, and tells no check from no report', async () => {
    const { get } = await setup();
    const { resources } = full(await get('n8n-production'));
    expect(resources.map(({ kind, health }) => [kind, health.kind])).toEqual([
      ['Deployment', 'reported'],
      ['ConfigMap', 'no_check'],
      ['Service', 'reported'],
    ]);
  });

  it('reads an object once for all viewers, until it changes', async () => {
    const { get, source, clock } = await setup();
    await Promise.all([get('n8n-production'), get('n8n-production', member)]);
    await get('n8n-production');
    expect(source.gets).toHaveLength(1);
    source.put('applications', production({ resources: [] }));
    await clock.advance(1_000);
    expect(full(await get('n8n-production')).resources).toEqual([]);
    expect(source.gets).toHaveLength(2);
  });

  it('shows what is known when the cluster does not answer', async () => {
    const { get, source } = await setup();
    source.failNext('get', new KubernetesError('connection_lost', 'hang up'));
    const detail = await get('n8n-production');
    expect(detail).toMatchObject({
      status: 'drifted',
      full: { kind: 'not_read', reason: 'hang up' },
    });
    full(await get('n8n-production'));
  });

  it('tells windows with their next opening, also of global projects', async () => {
    const { get, sync } = await setup({
      windows: [
        {
          kind: 'allow',
          schedule: '0 22 * * *',
          duration: '1h',
          timeZone: 'Europe/Berlin',
          applications: ['*-dev'],
        },
      ],
      globalProjects: [{ projectName: 'freezes', labelSelector: {} }],
      projects: [
        {
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'AppProject',
          metadata: { name: 'freezes', namespace: 'argocd' },
          spec: {
            syncWindows: [
              {
                kind: 'deny',
                schedule: '0 12 * * *',
                duration: '2h',
                applications: ['*-production'],
              },
            ],
          },
        },
      ],
    });
    expect((await get('n8n-dev')).windows).toMatchObject({
      open: false,
      until: '2026-11-24T21:00:00.000Z',
      list: [
        {
          project: 'product',
          state: 'inactive',
          next: '2026-11-24T21:00:00.000Z',
        },
      ],
    });
    expect((await get('n8n-production')).windows).toMatchObject({
      open: false,
      list: [
        {
          project: 'freezes',
          state: 'active',
          until: '2026-11-24T14:00:00.000Z',
          next: '2026-11-25T12:00:00.000Z',
        },
      ],
    });
    const { body } = await sync('production', { reason: 'x' });
    expect(body.error).toMatchObject({ code: 'window_closed' });
  });

  it('tells locks, and what they and the policy leave', async () => {
    const { get } = await setup({ locks: [lock()] });
    const asLead = await get('n8n-production');
    expect(asLead.locks).toMatchObject([{ name: 'year-end' }]);
    expect(full(asLead).history[1].rollback).toMatchObject({
      kind: 'blocked',
      code: 'locked',
      breakGlass: true,
    });
    expect(asLead.terminate).toMatchObject({ code: 'nothing_to_terminate' });
    const asMember = await get('n8n-production', member);
    expect(full(asMember).history[1].rollback).toMatchObject({
      kind: 'forbidden',
    });
  });

  it('shows an Application nobody claims, and offers nothing', async () => {
    const { get } = await setup({
      objects: [applicationObject('stray', 'dev', { project: 'data' })],
    });
    const detail = await get('stray-dev');
    expect(detail).toMatchObject({ status: 'healthy', claimedBy: [] });
    expect(detail.row).toBeUndefined();
    expect(full(detail).history[0].rollback).toBeUndefined();
  });

  it('tells what turned lately', async () => {
    const { clock, get, source } = await setup();
    source.put('applications', production({ health: { status: 'Degraded' } }));
    await clock.advance(2_000);
    const { transitions } = await get('n8n-production');
    expect(transitions[0]).toMatchObject({
      kind: 'transition',
      field: 'health',
      from: 'Healthy',
      to: 'Degraded',
    });
  });

  it.each([
    ['what does not exist', 'gone', lead, 404],
    ['what may not be seen', 'n8n-dev', stranger, 404],
    ['a hostile name', '..%2Fsecrets', lead, 400],
    ['a name too long', 'x'.repeat(300), lead, 400],
    ['a NUL', 'a%00b', lead, 400],
  ])('refuses %s without any call', async (_, name, person, expected) => {
    const { ask, source } = await setup();
    const { status } = await ask(name, person);
    expect(status).toBe(expected);
    expect(source.gets).toEqual([]);
    expect(harness.calls).toEqual([]);
  });
});
