import { mockCredentials } from '@backstage/backend-test-utils';
import {
  DeliveryHarness,
  lead,
  member,
  n8n,
} from './__testUtils__/deliveryHarness';
import { applicationObject, revision } from './__testUtils__/objects';
import { settled } from './__testUtils__/TestClock';
import { KubernetesError } from './kubernetes/KubernetesSource';

const earlier = 'e'.repeat(40);
const history = [
  { id: 3, revision: earlier, deployedAt: '2026-11-23T11:00:00Z' },
  { id: 4, revision, deployedAt: '2026-11-24T11:00:00Z' },
];
const production = (status: object = {}) =>
  applicationObject('n8n', 'production', {
    automated: false,
    status: { history, ...status },
  });
const dev = applicationObject('n8n', 'dev', { status: { history } });
/** As Argo CD starts a rollback: apply only, at the revision of the entry. */
const operation = (phase: string, startedAt = '2026-11-24T12:00:01Z') => ({
  operationState: {
    phase,
    startedAt,
    operation: {
      sync: { revision: earlier, syncStrategy: { apply: {} } },
    },
  },
});

let harness: DeliveryHarness;
beforeAll(async () => {
  harness = await DeliveryHarness.start();
});
afterAll(() => harness.argocd.stop());
afterEach(() => harness.reset());

async function setup(
  objects: object[] = [dev, production()],
  more: object = {},
) {
  const delivery = await harness.setup({ objects, ...more });
  const act = (
    action: 'rollback' | 'terminate',
    environment: string,
    body: object = {},
    person = lead,
  ) =>
    delivery.post(
      `n8n-${environment}`,
      action,
      {
        idempotencyKey: `${action}-of-${environment}`,
        ...(action === 'rollback' && {
          gateHash: delivery.row(environment).gate.hash,
          historyId: 3,
        }),
        ...body,
      },
      mockCredentials.user.header(person),
    );
  const rollback = act.bind(undefined, 'rollback');
  return { ...delivery, rollback, terminate: act.bind(undefined, 'terminate') };
}

describe('POST rollback', () => {
  it('brings back an entry of the history and follows it to its end', async () => {
    const { events, rollback, source } = await setup();
    const { status, body } = await rollback('production', { reason: 'errors' });
    expect({ status, performed: body.performed }).toEqual({
      status: 202,
      performed: true,
    });
    expect(harness.calls).toMatchObject([
      {
        method: 'POST',
        url: '/api/v1/applications/n8n-production/rollback',
        authorization: 'Bearer product-token',
        body: {
          id: 3,
          project: 'product',
          appNamespace: 'argocd',
          prune: false,
        },
      },
    ]);
    source.put('applications', production(operation('Running')));
    await settled();
    expect(await events()).toMatchObject([
      { action: 'delivery.rollback', entityRef: n8n, result: 'pending' },
    ]);
    source.put('applications', production(operation('Succeeded')));
    await settled();
    expect(await events()).toMatchObject([{ result: 'succeeded' }]);
  });

  it('does not take the rollback before for this one', async () => {
    const done = operation('Succeeded', '2026-11-24T10:00:00Z');
    const { events, rollback, source } = await setup([production(done)]);
    await rollback('production', { reason: 'again' }).expect(202);
    source.put(
      'applications',
      production({ ...done, reconciledAt: '2026-11-24T12:00:02Z' }),
    );
    await settled();
    expect(await events()).toMatchObject([{ result: 'pending' }]);
    source.put('applications', production(operation('Failed')));
    await settled();
    expect(await events()).toMatchObject([{ result: 'failed' }]);
  });

  it('is followed on after a restart', async () => {
    const first = await setup();
    await first.rollback('production', { reason: 'errors' }).expect(202);
    harness.reset();
    const { events } = await setup([production(operation('Succeeded'))], {
      knex: first.knex,
    });
    expect(await events()).toMatchObject([{ result: 'succeeded' }]);
  });

  it.each([
    ['auto_sync_on', 'dev', {}, /revert the change in git/],
    ['not_in_history', 'production', { historyId: 0 }, /not in the history/],
    ['reason_required', 'production', { reason: undefined }, /say why/],
    ['gate_changed', 'production', { gateHash: 'old' }, /look again/],
  ])('is refused: %s', async (code, environment, body, message) => {
    const { events, rollback } = await setup();
    const answered = await rollback(environment, { reason: 'x', ...body });
    expect(answered.status).toBe(409);
    expect(answered.body.error).toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
    expect(harness.calls).toEqual([]);
    expect(await events()).toMatchObject([{ decision: 'guarded' }]);
  });

  it('is refused while the history cannot be read, and tried anew later', async () => {
    const { rollback, source } = await setup();
    source.failNext('get', new KubernetesError('overloaded', 'too busy'));
    const answered = await rollback('production', { reason: 'x' });
    expect(answered.body.error).toMatchObject({ code: 'history_unread' });
    await rollback('production', { reason: 'x' }).expect(202);
  });

  it('is refused while a sync window is closed, where it would hang', async () => {
    const { rollback } = await setup([production()], {
      windows: [
        {
          kind: 'deny',
          schedule: '0 0 * * *',
          duration: '24h',
          applications: ['*'],
        },
      ],
    });
    const { body } = await rollback('production', { reason: 'x' });
    expect(body.error).toMatchObject({ code: 'window_closed' });
    expect(harness.calls).toEqual([]);
  });

  it('is denied to a member behind a gate, with no call at all', async () => {
    const { events, rollback, source } = await setup();
    await rollback('production', { reason: 'x' }, member).expect(403);
    expect(source.gets).toEqual([]);
    expect(harness.calls).toEqual([]);
    expect(await events()).toMatchObject([
      { decision: 'denied', actor: member },
    ]);
  });
});

describe('POST terminate', () => {
  const running = production(operation('Running'));

  it('ends the operation under way', async () => {
    const { events, terminate } = await setup([running]);
    await terminate('production', { reason: 'hangs' }).expect(202);
    expect(harness.calls).toMatchObject([
      {
        method: 'DELETE',
        url: '/api/v1/applications/n8n-production/operation?appNamespace=argocd&project=product',
      },
    ]);
    expect(await events()).toMatchObject([
      { action: 'delivery.terminate', result: 'succeeded', reason: 'hangs' },
    ]);
  });

  it.each([
    ['nothing_to_terminate', production(), { reason: 'x' }],
    ['reason_required', running, {}],
  ])('is refused: %s', async (code, object, body) => {
    const { terminate } = await setup([object]);
    const answered = await terminate('production', body);
    expect(answered.body.error).toMatchObject({ code });
    expect(harness.calls).toEqual([]);
  });

  it('is denied to a member', async () => {
    const { terminate } = await setup([running]);
    await terminate('production', { reason: 'x' }, member).expect(403);
    expect(harness.calls).toEqual([]);
  });
});
