import { World } from '../testing/World';
import { fixtureTree, serviceFiles } from '../testing/fixtureTree';
import { kinds } from '../kubernetes/kinds';

const overlay = (environment: string) =>
  `kubernetes/services/shop/environments/${environment}/kustomization.yaml`;

const retag = (environment: string, tag: string) => ({
  [overlay(environment)]: fixtureTree()[overlay(environment)]!.replace(
    '1.0.0',
    tag,
  ),
});

describe('the simulated Argo CD', () => {
  let world: World;
  afterEach(() => world.end());

  it('finds everything from the one file that is applied by hand', async () => {
    world = await World.begin();
    expect(
      world.store.list(kinds.application).map(({ metadata }) => metadata.name),
    ).toEqual(['bootstrap', 'services', 'shop-dev', 'shop-production']);
    expect(world.summary('shop-dev')).toBe('Synced Healthy');
    expect(world.application('shop-dev')).toMatchObject({
      metadata: { ownerReferences: [{ kind: 'ApplicationSet', name: 'shop' }] },
      spec: { syncPolicy: { automated: { prune: true } } },
      status: {
        history: [{ id: 0, initiatedBy: { automated: true } }],
        sourceType: 'Kustomize',
        controllerNamespace: 'argocd',
        summary: { images: ['registry.example/shop:1.0.0'] },
      },
    });
  });

  it('rolls a merged service out in dev and leaves production at its gate', async () => {
    world = await World.begin();
    await world.commit(serviceFiles('cart', 'registry.example/cart'));
    await world.pass(4);
    expect(world.summary('cart-production')).toBe('OutOfSync Missing');
    await world.pass(14);
    expect(world.summary('cart-dev')).toBe('Synced Healthy');
    expect(world.application('cart-dev').status?.history).toHaveLength(1);
    expect(world.summary('cart-production')).toBe('OutOfSync Missing');
    expect(world.application('cart-production').status).not.toHaveProperty(
      'history',
    );
  });

  it('moves the compared revision of all, and puts only the path of a commit out of sync', async () => {
    world = await World.begin();
    const sha = await world.commit(retag('production', '1.1.0'));
    await world.pass(2);
    expect(world.summary('shop-production')).toBe('OutOfSync Healthy');
    expect(world.summary('shop-dev')).toBe('Synced Healthy');
    for (const name of ['shop-dev', 'shop-production', 'services']) {
      expect(world.application(name).status?.sync?.revision).toBe(sha);
    }
  });

  it('shows both images while Pods roll over, and one afterwards', async () => {
    world = await World.begin();
    await world.commit(retag('dev', '1.1.0'));
    const seen = new Set<string>();
    for (let step = 0; step < 40; step++) {
      await world.pass(0.5);
      const summary = world.application('shop-dev').status?.summary;
      seen.add(JSON.stringify(summary));
    }
    expect([...seen]).toEqual(
      [
        ['registry.example/shop:1.0.0'],
        ['registry.example/shop:1.0.0', 'registry.example/shop:1.1.0'],
        ['registry.example/shop:1.1.0'],
      ].map(images => JSON.stringify({ images })),
    );
  });

  it('keeps history for full syncs only: a self-heal leaves none', async () => {
    world = await World.begin();
    world.controller.disturb('shop-dev', 'drift');
    await world.pass(1);
    expect(world.summary('shop-dev')).toMatch(/^OutOfSync/);
    await world.pass(15);
    expect(world.summary('shop-dev')).toBe('Synced Healthy');
    expect(world.application('shop-dev').status?.history).toHaveLength(1);
    expect(
      world.application('shop-dev').status?.operationState?.operation.sync,
    ).toMatchObject({
      resources: [{ kind: 'Deployment', name: 'shop' }],
    });
  });

  it('leaves a gated environment drifted until somebody syncs', async () => {
    world = await World.begin({
      starts: { 'shop-production': { kind: 'drifted' } },
    });
    await world.pass(30);
    expect(world.summary('shop-production')).toBe('OutOfSync Healthy');
  });

  it('names a kustomization it cannot build, and goes on with the rest', async () => {
    world = await World.begin();
    await world.commit({
      [overlay('dev')]: 'kind: Kustomization\nresources: [../nowhere]\n',
      ...retag('production', '2.0.0'),
    });
    await world.pass(2);
    expect(world.application('shop-dev').status).toMatchObject({
      sync: { status: 'Unknown' },
      conditions: [
        {
          type: 'ComparisonError',
          message: expect.stringContaining('environments/nowhere'),
        },
      ],
    });
    expect(world.summary('shop-production')).toBe('OutOfSync Healthy');
    await world.commit(retag('dev', '1.0.0'));
    await world.pass(2);
    expect(world.summary('shop-dev')).toBe('Synced Healthy');
    expect(world.application('shop-dev').status).not.toHaveProperty(
      'conditions',
    );
  });

  it('refuses a destination that the project does not allow', async () => {
    world = await World.begin();
    await world.commit(serviceFiles('elsewhere', 'registry.example/elsewhere'));
    await world.pass(5);
    expect(world.application('elsewhere-dev').status).toMatchObject({
      sync: { status: 'Unknown' },
      conditions: [
        {
          type: 'InvalidSpecError',
          message: expect.stringContaining("namespace 'elsewhere-dev'"),
        },
      ],
    });
  });

  it('lets it in as soon as the project does, in the same commit or a later one', async () => {
    world = await World.begin();
    const teams = 'kubernetes/bootstrap/teams.yaml';
    await world.commit(serviceFiles('elsewhere', 'registry.example/elsewhere'));
    await world.pass(5);
    await world.commit({
      [teams]: fixtureTree()[teams]!.replace('"cart*"', '"elsewhere*"'),
    });
    await world.pass(20);
    expect(world.summary('elsewhere-dev')).toBe('Synced Healthy');
    expect(world.application('elsewhere-dev').status).not.toHaveProperty(
      'conditions',
    );
  });

  it('comes by every application within two minutes, but not at a stuck one until refreshed', async () => {
    world = await World.begin({
      starts: { 'shop-production': { kind: 'stuck' } },
    });
    const before = world.application('shop-production').status?.reconciledAt;
    await world.pass(125);
    const age = (name: string) =>
      world.clock.now() -
      Date.parse(world.application(name).status?.reconciledAt ?? '');
    expect(age('shop-dev')).toBeLessThan(125_000);
    expect(world.application('shop-production').status?.reconciledAt).toBe(
      before,
    );
    expect(age('shop-production')).toBeGreaterThan(3 * 3600_000);
    world.controller.requestRefresh('shop-production', 'normal');
    await world.pass(1);
    expect(age('shop-production')).toBeLessThan(2000);
    expect(world.application('shop-production').metadata.annotations).toEqual(
      {},
    );
  });

  it('carries a failed operation until git moves on', async () => {
    world = await World.begin();
    world.controller.failNextSync(
      'shop-dev',
      'one or more objects failed to apply',
    );
    await world.commit(retag('dev', '1.1.0'));
    await world.pass(20);
    expect(world.summary('shop-dev')).toBe('OutOfSync Healthy');
    expect(world.application('shop-dev').status?.operationState).toMatchObject({
      phase: 'Failed',
      message: 'one or more objects failed to apply',
    });
    await world.commit(retag('dev', '1.2.0'));
    await world.pass(20);
    expect(world.summary('shop-dev')).toBe('Synced Healthy');
  });

  it('undoes what is changed behind the back of an ApplicationSet', async () => {
    world = await World.begin();
    const application = world.application('shop-production');
    world.store.put(kinds.application, {
      ...application,
      spec: { ...application.spec, syncPolicy: { automated: {} } },
    });
    await world.pass(1);
    expect(
      world.application('shop-production').spec.syncPolicy,
    ).not.toHaveProperty('automated');
    world.controller.overrideSpec('shop-production', {
      syncPolicy: { automated: {} },
    });
    await world.pass(1);
    expect(world.application('shop-production').spec.syncPolicy).toHaveProperty(
      'automated',
    );
  });

  it('keeps the Applications of an element that is gone, as create-update says', async () => {
    world = await World.begin();
    const path = 'kubernetes/services/shop/applicationset.yaml';
    const text = fixtureTree()[path]!;
    await world.commit({ [path]: text.replace(/.*env: dev,.*\n/, '') });
    await world.pass(8);
    expect(
      world.store.get(kinds.applicationSet, 'argocd', 'shop'),
    ).toHaveProperty('spec.generators.0.list.elements.length', 1);
    expect(world.summary('shop-dev')).toBe('Synced Healthy');
  });

  it('says on the set why it generates nothing, and leaves its Applications alone', async () => {
    world = await World.begin();
    const path = 'kubernetes/services/shop/applicationset.yaml';
    await world.commit({
      [path]: fixtureTree()[path]!.replace(', autoSync: false', ''),
    });
    await world.pass(8);
    expect(
      world.store.get(kinds.applicationSet, 'argocd', 'shop'),
    ).toMatchObject({
      status: {
        conditions: [
          {
            type: 'ErrorOccurred',
            status: 'True',
            message: expect.stringContaining('no entry for key "autoSync"'),
          },
          {},
          {},
        ],
      },
    });
    expect(world.summary('shop-dev')).toBe('Synced Healthy');
  });
});

describe('the cluster under it', () => {
  let world: World;
  afterEach(() => world.end());

  it('holds the Pods, ReplicaSets and namespaces of what is deployed', async () => {
    world = await World.begin();
    const pods = world.store.list(kinds.pod, 'shop');
    expect(pods).toHaveLength(2);
    expect(pods[0]).toMatchObject({
      metadata: { labels: { 'backstage.io/kubernetes-id': 'shop' } },
      spec: { containers: [{ image: 'registry.example/shop:1.0.0' }] },
      status: { phase: 'Running', containerStatuses: [{ ready: true }] },
    });
    expect(world.store.list(kinds.replicaSet, 'shop')).toHaveLength(1);
    expect(world.store.get(kinds.namespace, undefined, 'shop')).toHaveProperty(
      'metadata.labels.istio-injection',
      'enabled',
    );
  });

  it('shows a degraded workload down to its Pods, until it recovers', async () => {
    world = await World.begin();
    world.controller.disturb('shop-production', 'degrade');
    await world.pass(1);
    expect(world.summary('shop-production')).toBe('Synced Degraded');
    expect(
      world.store.list(kinds.pod, 'shop').map(pod => pod.status),
    ).toMatchObject([
      { containerStatuses: [{ ready: true }] },
      {
        containerStatuses: [
          { ready: false, state: { waiting: { reason: 'CrashLoopBackOff' } } },
        ],
      },
    ]);
    world.controller.disturb('shop-production', 'recover');
    await world.pass(1);
    expect(world.summary('shop-production')).toBe('Synced Healthy');
  });
});
