import type { Request } from '../http/Server';
import { kinds } from '../kubernetes/kinds';
import { fixtureTree } from '../testing/fixtureTree';
import { World } from '../testing/World';
import { ArgoApi } from './ArgoApi';
import { argoFailureAnswer } from './apiFailure';

const tokens = {
  '*': 'admin-token',
  product: 'product-token',
  data: 'data-token',
};
const overlay =
  'kubernetes/services/shop/environments/production/kustomization.yaml';
const newer = (tag: string) => ({
  [overlay]: fixtureTree()[overlay]!.replace('1.0.0', tag),
});

describe('the Argo CD API', () => {
  let world: World;
  afterEach(() => world.end());

  const ask = async (
    method: string,
    path: string,
    body?: unknown,
    token: string | undefined = 'product-token',
  ) => {
    const [pathname = '', query] = path.split('?', 2);
    const request: Request = {
      method,
      path: pathname,
      query: new URLSearchParams(query),
      headers: token ? { authorization: `Bearer ${token}` } : {},
      body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
    };
    const api = new ArgoApi({
      store: world.store,
      controller: world.controller,
      templates: world.templates,
      clock: world.clock,
      tokens,
    });
    const answer = await api.handle(request).catch(argoFailureAnswer);
    if (answer.kind !== 'json') throw new Error(`answered ${answer.kind}`);
    return answer;
  };
  const applications = '/api/v1/applications';
  const inProduct = { project: 'product', appNamespace: 'argocd' };

  it('opens the gate: queued, running, ended, with who and why', async () => {
    world = await World.begin();
    const sha = await world.commit(newer('1.1.0'));
    await world.pass(2);
    const infos = [{ name: 'person', value: 'ada' }];
    const answer = await ask('POST', `${applications}/shop-production/sync`, {
      ...inProduct,
      infos,
    });
    expect(answer.status).toBe(200);
    expect(world.summary('shop-production')).toBe(
      'OutOfSync Healthy Succeeded',
    );
    await world.pass(2);
    expect(world.summary('shop-production')).toBe('OutOfSync Healthy Running');
    await world.pass(15);
    expect(world.summary('shop-production')).toBe('Synced Healthy');
    expect(world.application('shop-production').status).toMatchObject({
      history: [
        { id: 0 },
        {
          id: 1,
          revision: sha,
          initiatedBy: { username: 'proj:product:portal' },
        },
      ],
      operationState: { phase: 'Succeeded', operation: { info: infos } },
    });
  });

  it('leaves no history for a partial sync or a dry run', async () => {
    world = await World.begin();
    await world.commit(newer('1.1.0'));
    await world.pass(2);
    await ask('POST', `${applications}/shop-production/sync`, {
      ...inProduct,
      dryRun: true,
    });
    await world.pass(10);
    expect(world.summary('shop-production')).toBe('OutOfSync Healthy');
    await ask('POST', `${applications}/shop-production/sync`, {
      ...inProduct,
      resources: [
        { group: 'apps', kind: 'Deployment', name: 'shop', namespace: 'shop' },
      ],
    });
    await world.pass(15);
    expect(world.summary('shop-production')).toBe('Synced Healthy');
    expect(world.application('shop-production').status?.history).toHaveLength(
      1,
    );
  });

  it('rolls back to an older state, which git does not agree with', async () => {
    world = await World.begin();
    await world.commit(newer('1.1.0'));
    await world.pass(2);
    await ask('POST', `${applications}/shop-production/sync`, inProduct);
    await world.pass(15);
    await ask('POST', `${applications}/shop-production/rollback`, {
      ...inProduct,
      id: 0,
    });
    await world.pass(15);
    expect(world.summary('shop-production')).toBe('OutOfSync Healthy');
    expect(world.application('shop-production').status).toMatchObject({
      summary: { images: ['registry.example/shop:1.0.0'] },
      history: [{ id: 0 }, { id: 1 }, { id: 2 }],
    });
  });

  it('terminates what is running', async () => {
    world = await World.begin();
    await ask('POST', `${applications}/shop-production/sync`, inProduct);
    await world.pass(1.5);
    const answer = await ask(
      'DELETE',
      `${applications}/shop-production/operation?project=product&appNamespace=argocd`,
    );
    expect(answer.status).toBe(200);
    await world.pass(1);
    expect(
      world.application('shop-production').status?.operationState,
    ).toMatchObject({
      phase: 'Failed',
      message: 'Operation terminated',
    });
  });

  it('answers a refresh when the controller has been there', async () => {
    world = await World.begin({
      starts: { 'shop-production': { kind: 'stuck' } },
    });
    const answering = ask(
      'GET',
      `${applications}/shop-production?refresh=hard&project=product`,
    );
    await world.pass(1);
    expect((await answering).body).toMatchObject({
      status: { reconciledAt: '2026-11-24T10:00:00Z' },
    });
  });

  it.each([
    [
      'without a token',
      'GET',
      'shop-dev?project=product',
      undefined,
      '',
      401,
      'no session information',
    ],
    [
      'with a wrong token',
      'GET',
      'shop-dev?project=product',
      undefined,
      'wrong',
      401,
      'no session information',
    ],
    [
      'a foreign project',
      'GET',
      'shop-dev?project=product',
      undefined,
      'data-token',
      403,
      'permission denied: applications, get, product/shop-dev',
    ],
    [
      'a project it is not in',
      'GET',
      'shop-dev?project=data',
      undefined,
      'data-token',
      404,
      '"shop-dev" not found',
    ],
    [
      'what does not exist',
      'GET',
      'none?project=product',
      undefined,
      'product-token',
      404,
      '"none" not found',
    ],
    [
      'what does not exist, project unsaid',
      'GET',
      'none',
      undefined,
      'product-token',
      403,
      'permission denied',
    ],
    [
      'a foreign one, project unsaid',
      'GET',
      'shop-dev',
      undefined,
      'data-token',
      403,
      'permission denied',
    ],
    [
      'another revision under auto-sync',
      'POST',
      'shop-dev/sync',
      { ...inProduct, revision: 'v1' },
      'product-token',
      400,
      'auto-sync currently set to main',
    ],
    [
      'a rollback under auto-sync',
      'POST',
      'shop-dev/rollback',
      { ...inProduct, id: 0 },
      'product-token',
      400,
      'rollback cannot be initiated when auto-sync is enabled',
    ],
    [
      'a rollback to nothing',
      'POST',
      'shop-production/rollback',
      { ...inProduct, id: 9 },
      'product-token',
      400,
      'does not have deployment with id 9',
    ],
    [
      'a termination of nothing',
      'DELETE',
      'shop-dev/operation?project=product',
      undefined,
      'product-token',
      400,
      'No operation is in progress',
    ],
    [
      'a body that is wrong',
      'POST',
      'shop-dev/sync',
      { project: 7 },
      'product-token',
      400,
      'expected string',
    ],
  ])('refuses %s', async (_, method, path, body, token, status, message) => {
    world = await World.begin();
    const answer = await ask(method, `${applications}/${path}`, body, token);
    expect(answer).toMatchObject({
      status,
      body: {
        message: expect.stringContaining(message),
        code: expect.any(Number),
      },
    });
  });

  it('takes one operation at a time', async () => {
    world = await World.begin();
    const sync = () =>
      ask('POST', `${applications}/shop-production/sync`, inProduct);
    await sync();
    expect(await sync()).toMatchObject({
      status: 400,
      body: { message: 'another operation is already in progress' },
    });
  });

  describe('while a sync window is closed', () => {
    // 2026-11-24 is a Tuesday.
    const closed = (manualSync: boolean) =>
      fixtureTree({
        projectWindow: [
          '  syncWindows:',
          '    - kind: deny',
          '      schedule: "0 9 * * 2"',
          '      duration: 2h',
          '      applications: ["*-production"]',
          `      manualSync: ${manualSync}`,
        ].join('\n'),
      });

    it('refuses a sync, and lets a rollback hang until it opens', async () => {
      world = await World.begin({ files: closed(false) });
      expect(
        await ask('POST', `${applications}/shop-production/sync`, inProduct),
      ).toMatchObject({
        status: 403,
        body: { message: 'cannot sync: blocked by sync window' },
      });
      await ask('POST', `${applications}/shop-production/rollback`, {
        ...inProduct,
        id: 0,
      });
      await world.pass(30);
      expect(
        world.application('shop-production').status?.operationState,
      ).toMatchObject({
        phase: 'Running',
        message: 'Blocked by sync window',
      });
      world.clock.advance(3600_000);
      await world.pass(10);
      expect(world.summary('shop-production')).toBe('Synced Healthy');
    });

    it('lets a person through where the window says so', async () => {
      world = await World.begin({ files: closed(true) });
      expect(
        (await ask('POST', `${applications}/shop-production/sync`, inProduct))
          .status,
      ).toBe(200);
    });
  });

  it('says what a set would generate', async () => {
    world = await World.begin();
    const set = world.store.get(kinds.applicationSet, 'argocd', 'shop');
    expect(
      await ask('POST', '/api/v1/applicationsets/generate', {
        applicationSet: set,
      }),
    ).toMatchObject({
      status: 200,
      body: {
        applications: [
          { metadata: { name: 'shop-dev' } },
          { metadata: { name: 'shop-production' } },
        ],
      },
    });
  });
});
