import { mockCredentials } from '@backstage/backend-test-utils';
import { operationInfos } from '@strata/plugin-strata-common';
import request from 'supertest';
import {
  DeliveryHarness,
  dev,
  lead,
  member,
  n8n,
  operationState,
  stranger,
} from './__testUtils__/deliveryHarness';
import { applicationObject, projectObject } from './__testUtils__/objects';
import { settled } from './__testUtils__/TestClock';

let harness: DeliveryHarness;
beforeAll(async () => {
  harness = await DeliveryHarness.start();
});
afterAll(() => harness.argocd.stop());
afterEach(() => harness.reset());
const devElsewhere = applicationObject('n8n', 'dev', { project: 'elsewhere' });
const setup: DeliveryHarness['setup'] = options => harness.setup(options);

describe('POST sync', () => {
  it('syncs an automatic environment for a member and follows it to its end', async () => {
    const { sync, source, events } = await setup();
    const { status, body } = await sync('dev', {}, member);
    expect({ status, performed: body.performed }).toEqual({
      status: 202,
      performed: true,
    });
    expect(harness.calls).toMatchObject([
      {
        method: 'POST',
        url: '/api/v1/applications/n8n-dev/sync',
        authorization: 'Bearer product-token',
        body: {
          project: 'product',
          appNamespace: 'argocd',
          prune: false,
          infos: [
            { name: 'Person', value: member },
            { name: operationInfos.audit, value: body.auditId },
          ],
        },
      },
    ]);
    expect(await events()).toMatchObject([
      {
        id: body.auditId,
        actor: member,
        action: 'delivery.sync',
        entityRef: n8n,
        target: 'application:homelab/argocd/n8n-dev',
        decision: 'allowed',
        result: 'pending',
      },
    ]);
    const state = (phase: string, message?: string) =>
      source.put(
        'applications',
        applicationObject('n8n', 'dev', {
          status: operationState(phase, body.auditId, message),
        }),
      );
    state('Running');
    await settled();
    expect(await events()).toMatchObject([{ result: 'pending' }]);
    state('Succeeded', 'successfully synced');
    await settled();
    expect(await events()).toMatchObject([
      { result: 'succeeded', resultMessage: 'successfully synced' },
    ]);
  });

  it('opens a gate for a lead who says why', async () => {
    const { sync, authorizer, events } = await setup();
    const { status } = await sync('production', { reason: 'release 1.9' });
    expect(status).toBe(202);
    expect(authorizer.asked).toEqual([`strata.delivery.sync.gated on ${n8n}`]);
    expect(harness.calls[0].body.infos).toContainEqual({
      name: 'Reason',
      value: 'release 1.9',
    });
    expect(await events()).toMatchObject([{ reason: 'release 1.9' }]);
  });

  it('acts once for one key, even at the same time', async () => {
    const { sync } = await setup();
    const answers = await Promise.all([sync('dev'), sync('dev'), sync('dev')]);
    const again = await sync('dev');
    const ids = new Set(
      [...answers, again].map(({ body }) => body.auditId as string),
    );
    expect(ids.size).toBe(1);
    expect(answers.filter(({ body }) => body.performed)).toHaveLength(1);
    expect(again.body.performed).toBe(false);
    expect(harness.calls).toHaveLength(1);
  });

  it('does not tell a failed sync as accepted when its key comes again', async () => {
    const { sync, events } = await setup();
    harness.answer = { status: 403, body: { message: 'not this role' } };
    expect((await sync('dev')).status).toBe(502);
    harness.answer = { status: 200, body: {} };
    const again = await sync('dev');
    expect(again.status).toBe(409);
    expect(again.body.error.message).toMatch(
      /failed: .*not this role.*a new key/s,
    );
    expect(harness.calls).toHaveLength(1);
    const anew = await sync('dev', { idempotencyKey: 'a-second-intent' });
    expect(anew.body).toMatchObject({ performed: true });
    expect(harness.calls).toHaveLength(2);
    expect((await events()).map(({ result }) => result)).toEqual([
      'pending',
      'failed',
    ]);
  });

  it('refuses a key that was used for another target', async () => {
    const { sync } = await setup();
    await sync('dev');
    const { status } = await sync('production', {
      idempotencyKey: 'key-of-dev',
      reason: 'x',
    });
    expect(status).toBe(409);
    expect(harness.calls).toHaveLength(1);
  });

  describe('without any upstream call', () => {
    it.each([
      ['a member at a gate', 'production', member, {}, /sync\.gated/],
      ['a stranger', 'dev', stranger, {}, /strata\.delivery\.sync /],
      ['pruning without its permission', 'dev', lead, { prune: true }, /prune/],
    ])(
      'denies %s, and says so in the audit',
      async (_, environment, person, body, why) => {
        const { sync, events } = await setup();
        const { status } = await sync(
          environment,
          { reason: 'because', ...body },
          person,
        );
        expect(status).toBe(403);
        expect(await events()).toMatchObject([
          {
            actor: person,
            decision: 'denied',
            decisionReason: expect.stringMatching(why),
            result: 'none',
            reason: 'because',
          },
        ]);
        expect(harness.calls).toEqual([]);
      },
    );

    it('denies a service, whatever the policy says', async () => {
      const { post, row, events } = await setup();
      const { status } = await post(
        'n8n-dev',
        'sync',
        { idempotencyKey: 'service-key', gateHash: row('dev').gate.hash },
        mockCredentials.service.header(),
      );
      expect(status).toBe(403);
      expect(await events()).toMatchObject([
        { actor: 'external:test-service', decision: 'denied' },
      ]);
      expect(harness.calls).toEqual([]);
    });

    it.each([
      [
        'gate_changed',
        'production',
        { gateHash: 'seen-before', reason: 'x' },
        {},
      ],
      ['reason_required', 'production', {}, {}],
      [
        'operation_running',
        'dev',
        {},
        {
          objects: [
            applicationObject('n8n', 'dev', {
              status: { operationState: { phase: 'Running' } },
            }),
          ],
        },
      ],
      [
        'window_closed',
        'dev',
        {},
        {
          windows: [
            {
              kind: 'deny',
              schedule: '0 11 * * *',
              duration: '2h',
              applications: ['*'],
            },
          ],
        },
      ],
      ['project_mismatch', 'dev', {}, { objects: [devElsewhere] }],
      [
        'not_configured',
        'dev',
        {},
        { objects: [devElsewhere], project: 'elsewhere' },
      ],
    ])('guards: %s', async (code, environment, body, options) => {
      const { sync, events } = await setup(options);
      const answered = await sync(environment, body);
      expect(answered.status).toBe(409);
      expect(answered.body.error).toMatchObject({
        name: 'ConflictError',
        message: expect.stringMatching(/\.$/),
      });
      const [event] = await events();
      expect(event).toMatchObject({
        decision: 'guarded',
        decisionReason: `${code}: ${answered.body.error.message}`,
        result: 'none',
      });
      expect(answered.body.error.code).toBe(code);
      expect(harness.calls).toEqual([]);
    });

    it.each([
      ['of its own', 'product', {}],
      [
        'that is global',
        'freezes',
        { globalProjects: [{ projectName: 'freezes', labelSelector: {} }] },
      ],
    ])(
      'guards: a project %s that was not read may hold a closed window',
      async (_, unread, options) => {
        const { sync, source } = await setup(options);
        if (unread === 'product') {
          source.remove('appprojects', projectObject('product'));
          await settled();
        }
        const { status, body } = await sync('dev');
        expect(status).toBe(409);
        expect(body.error).toMatchObject({
          code: 'window_closed',
          message: expect.stringMatching(
            new RegExp(`AppProject ${unread} .* was not read`),
          ),
        });
        expect(harness.calls).toEqual([]);
      },
    );

    it('guards state that is too old', async () => {
      const { sync, source, clock, events } = await setup();
      source.goSilent();
      await clock.advance(20 * 60_000);
      const { status } = await sync('dev');
      expect(status).toBe(409);
      expect(await events()).toMatchObject([
        { decisionReason: expect.stringContaining('state_not_current') },
      ]);
      expect(harness.calls).toEqual([]);
    });

    it.each([
      ['%2e%2e', 'argocd', 'n8n-dev'],
      ['homelab', 'argocd', '..%2f..%2fsession'],
      ['homelab', 'argocd', 'a%3Fb'],
      ['homelab', 'argo%0Acd', 'n8n-dev'],
      ['homelab', 'argocd', 'N8N'],
    ])('refuses the name %s/%s/%s before anything else', async (...names) => {
      const { app, authorizer, events } = await setup();
      const { status } = await request(app)
        .post(`/v1/applications/${names.join('/')}/sync`)
        .set('authorization', mockCredentials.user.header(lead))
        .send({ idempotencyKey: 'some-key-1', gateHash: 'h' });
      expect(status).toBe(400);
      expect(authorizer.asked).toEqual([]);
      expect(await events()).toEqual([]);
      expect(harness.calls).toEqual([]);
    });

    it.each([
      ['no key', { gateHash: 'h' }, /idempotencyKey/],
      [
        'an unknown field',
        { idempotencyKey: 'some-key-1', gateHash: 'h', validate: false },
        /validate/,
      ],
      [
        'a prune that is no boolean',
        { idempotencyKey: 'some-key-1', gateHash: 'h', prune: 'yes' },
        /prune/,
      ],
    ])('refuses a body with %s', async (_, body, message) => {
      const { post } = await setup();
      const answered = await post('n8n-dev', 'sync', body);
      expect(answered.status).toBe(400);
      expect(answered.body.error.message).toMatch(message);
      expect(harness.calls).toEqual([]);
    });

    it('does not know Applications that no entity owns', async () => {
      const { post } = await setup();
      const { status } = await post('other', 'sync', {
        idempotencyKey: 'some-key-1',
        gateHash: 'h',
      });
      expect(status).toBe(404);
      expect(harness.calls).toEqual([]);
    });
  });

  it.each([
    [400, 409, /another operation/],
    [403, 502, /forbids it/],
    [500, 502, /answered 500/],
  ])(
    'explains that Argo CD answered %d, and audits it',
    async (upstream, status, message) => {
      const { sync, events } = await setup();
      harness.answer = {
        status: upstream,
        body: { message: 'another operation' },
      };
      const answered = await sync('dev');
      expect(answered.status).toBe(status);
      expect(answered.body.error.message).toMatch(message);
      const [event] = await events();
      // After a 500 nobody knows what happened: the cluster will tell.
      expect(event.result).toBe(upstream === 500 ? 'pending' : 'failed');
    },
  );

  it('does not take an operation of somebody else for its own', async () => {
    const { sync, source, clock, events } = await setup();
    await sync('dev');
    source.put(
      'applications',
      applicationObject('n8n', 'dev', {
        status: operationState('Succeeded', 'another-audit-id'),
      }),
    );
    await settled();
    expect(await events()).toMatchObject([{ result: 'pending' }]);
    for (let i = 0; i < 5; i++) {
      await clock.advance(30_000);
      source.bookmark();
    }
    await settled();
    expect(await events()).toMatchObject([
      { result: 'failed', resultMessage: expect.stringContaining('was seen') },
    ]);
  });

  it('fails with an Application that is deleted under it', async () => {
    const { sync, source, events } = await setup();
    await sync('dev');
    source.remove('applications', dev);
    await settled();
    expect(await events()).toMatchObject([
      { result: 'failed', resultMessage: expect.stringContaining('deleted') },
    ]);
  });
});

describe('POST refresh', () => {
  it('asks for a comparison, whatever runs', async () => {
    const { post, events } = await setup({
      objects: [
        applicationObject('n8n', 'dev', {
          status: { operationState: { phase: 'Running' } },
        }),
      ],
    });
    const body = { idempotencyKey: 'refresh-1', hard: true };
    const { status } = await post(
      'n8n-dev',
      'refresh',
      body,
      mockCredentials.user.header(member),
    );
    expect(status).toBe(202);
    expect(harness.calls).toMatchObject([
      { method: 'GET', url: expect.stringContaining('refresh=hard') },
    ]);
    expect(await events()).toMatchObject([
      { action: 'delivery.refresh', result: 'succeeded' },
    ]);
  });

  it('is denied to strangers', async () => {
    const { post } = await setup();
    const body = { idempotencyKey: 'refresh-1' };
    const { status } = await post(
      'n8n-dev',
      'refresh',
      body,
      mockCredentials.user.header(stranger),
    );
    expect(status).toBe(403);
    expect(harness.calls).toEqual([]);
  });
});
