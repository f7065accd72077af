import { get } from 'node:https';
import { CustomObjectsApi, KubeConfig, Watch } from '@kubernetes/client-node';
import { eventually, startForTest } from '../testing/startForTest';

jest.setTimeout(60_000);

interface Seen {
  type: string;
  name: string;
  version: number;
}

describe('@kubernetes/client-node', () => {
  let sandbox: Awaited<ReturnType<typeof startForTest>>;
  let config: KubeConfig;
  beforeAll(async () => {
    sandbox = await startForTest();
    config = new KubeConfig();
    config.loadFromFile(sandbox.files.kubeconfig);
  });
  afterAll(() => sandbox.end());
  afterEach(() => sandbox.control.run({ action: 'heal' }));

  const path = '/apis/argoproj.io/v1alpha1/applications';
  const list = (options: { limit?: number; _continue?: string } = {}) =>
    config.makeApiClient(CustomObjectsApi).listClusterCustomObject({
      group: 'argoproj.io',
      version: 'v1alpha1',
      plural: 'applications',
      ...options,
    });

  const watch = async (query: Record<string, string | boolean | number>) => {
    const seen: Seen[] = [];
    const ended: unknown[] = [];
    const controller = await new Watch(config).watch(
      path,
      query,
      (type, object) =>
        seen.push({
          type,
          name: object.metadata?.name ?? object.message,
          version: Number(object.metadata?.resourceVersion),
        }),
      error => ended.push(error),
    );
    return { seen, ended, stop: () => controller.abort() };
  };

  /** One HTTPS request, with its status and body. */
  const raw = (address: string) =>
    new Promise<{ status: number; body: string }>((resolve, reject) => {
      get(
        `https://127.0.0.1:${sandbox.ports.kubernetes}${address}`,
        {
          ca: sandbox.ca,
          headers: { authorization: `Bearer ${sandbox.secrets.kubernetes}` },
        },
        response => {
          let body = '';
          response.on('data', chunk => {
            body += chunk;
          });
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, body }),
          );
        },
      ).on('error', reject);
    });

  const touch = (name: string) =>
    sandbox.controller.requestRefresh(name, 'normal');

  it('lists by pages that all come from one moment', async () => {
    const first = await list({ limit: 10 });
    touch('n8n-dev');
    const names = first.items.map(
      (item: { metadata: { name: string } }) => item.metadata.name,
    );
    let token = first.metadata._continue ?? first.metadata.continue;
    while (token) {
      const page = await list({ limit: 10, _continue: token });
      expect(page.metadata.resourceVersion).toBe(
        first.metadata.resourceVersion,
      );
      names.push(
        ...page.items.map(
          (item: { metadata: { name: string } }) => item.metadata.name,
        ),
      );
      token = page.metadata.continue;
    }
    const whole = await list();
    expect(names).toEqual(
      whole.items.map(
        (item: { metadata: { name: string } }) => item.metadata.name,
      ),
    );
  });

  it('watches from the version of a list and misses nothing', async () => {
    const { metadata } = await list();
    touch('n8n-dev');
    const watching = await watch({ resourceVersion: metadata.resourceVersion });
    try {
      await eventually('both changes', () =>
        watching.seen.filter(({ name }) => name === 'n8n-dev').length >= 2
          ? true
          : undefined,
      );
      const versions = watching.seen.map(({ version }) => version);
      expect(versions).toEqual([...versions].sort((a, b) => a - b));
      expect(Math.min(...versions)).toBeGreaterThan(
        Number(metadata.resourceVersion),
      );
      expect(watching.seen.every(({ type }) => type === 'MODIFIED')).toBe(true);
    } finally {
      watching.stop();
    }
  });

  it('begins with what there is when no version is given', async () => {
    const watching = await watch({});
    try {
      const added = await eventually('all of them', () => {
        const first = watching.seen.filter(({ type }) => type === 'ADDED');
        return first.length > 25 ? first : undefined;
      });
      expect(added.map(({ name }) => name)).toContain('n8n-production');
    } finally {
      watching.stop();
    }
  });

  it('ends a watch at its timeout, and at once when watches are dropped', async () => {
    const short = await watch({ timeoutSeconds: 1 });
    await eventually('the timeout', () =>
      short.ended.length ? true : undefined,
    );
    const dropped = await watch({});
    await sandbox.control.run({ action: 'drop_watches' });
    await eventually('the end', () =>
      dropped.ended.length ? true : undefined,
    );
    expect([short.ended, dropped.ended].map(({ length }) => length)).toEqual([
      1, 1,
    ]);
  });

  it('answers 410 to versions and pages from before a compaction', async () => {
    const first = await list({ limit: 5 });
    const { resourceVersion } = first.metadata;
    touch('n8n-dev');
    await sandbox.controller.step();
    await sandbox.control.run({ action: 'compact' });
    const answer = await raw(
      `${path}?watch=1&resourceVersion=${resourceVersion}`,
    );
    expect(JSON.parse(answer.body)).toMatchObject({
      type: 'ERROR',
      object: { code: 410, reason: 'Expired' },
    });
    await expect(
      list({ limit: 5, _continue: first.metadata.continue }),
    ).rejects.toMatchObject({ code: 410 });
  });

  it('refuses a strange token, and everything while unauthorized', async () => {
    const strange = new KubeConfig();
    strange.loadFromFile(sandbox.files.kubeconfig);
    strange.users = [{ name: 'sandbox', token: 'wrong' }];
    await expect(
      strange.makeApiClient(CustomObjectsApi).listClusterCustomObject({
        group: 'argoproj.io',
        version: 'v1alpha1',
        plural: 'applications',
      }),
    ).rejects.toMatchObject({ code: 401 });
    await sandbox.control.run({
      action: 'fault',
      upstream: 'kubernetes',
      fault: { kind: 'unauthorized' },
    });
    await expect(list()).rejects.toMatchObject({ code: 401 });
  });

  it('is gone while dead, and back when healed', async () => {
    const watching = await watch({});
    await sandbox.control.run({
      action: 'fault',
      upstream: 'kubernetes',
      fault: { kind: 'dead' },
    });
    await eventually('the watch to end', () =>
      watching.ended.length ? true : undefined,
    );
    await expect(list()).rejects.toThrow();
    await sandbox.control.run({ action: 'heal' });
    await expect(list()).resolves.toHaveProperty('items');
  });

  it('says nothing while silent, though the connection stands', async () => {
    const watching = await watch({});
    await eventually('the beginning', () =>
      watching.seen.length > 25 ? true : undefined,
    );
    await sandbox.control.run({
      action: 'fault',
      upstream: 'kubernetes',
      fault: { kind: 'silent' },
    });
    const before = watching.seen.length;
    touch('n8n-dev');
    await sandbox.controller.step();
    expect(watching.seen).toHaveLength(before);
    expect(watching.ended).toEqual([]);
    await sandbox.control.run({ action: 'heal' });
    watching.stop();
  });

  it('serves the thirteen kinds of the Kubernetes plugin, and no metrics', async () => {
    for (const address of [
      '/api/v1/pods',
      '/api/v1/services',
      '/api/v1/configmaps',
      '/api/v1/limitranges',
      '/api/v1/resourcequotas',
      '/apis/apps/v1/deployments',
      '/apis/apps/v1/replicasets',
      '/apis/autoscaling/v2/horizontalpodautoscalers',
      '/apis/batch/v1/jobs',
      '/apis/batch/v1/cronjobs',
      '/apis/networking.k8s.io/v1/ingresses',
      '/apis/apps/v1/statefulsets',
      '/apis/apps/v1/daemonsets',
    ]) {
      const { status, body } = await raw(
        `${address}?labelSelector=${encodeURIComponent(
          'backstage.io/kubernetes-id=audiobookshelf',
        )}`,
      );
      expect({ address, status }).toEqual({ address, status: 200 });
      expect(JSON.parse(body).items).toEqual(expect.any(Array));
    }
    expect((await raw('/apis/metrics.k8s.io/v1beta1/pods')).status).toBe(404);
  });
});
