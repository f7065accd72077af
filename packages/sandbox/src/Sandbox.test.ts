import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { parse } from 'yaml';
import { asApplication } from './argocd/application';
import { kinds } from './kubernetes/kinds';
import { startSandbox, type Sandbox } from './Sandbox';
import { eventually, exampleTree, startForTest } from './testing/startForTest';

jest.setTimeout(60_000);

const application = (sandbox: Sandbox, name: string) => {
  const object = sandbox.store.get(kinds.application, 'argocd', name);
  return object && asApplication(object);
};

const summary = (sandbox: Sandbox, name: string) => {
  const status = application(sandbox, name)?.status;
  return `${status?.sync?.status} ${status?.health?.status}`;
};

describe('a sandbox over the example tree', () => {
  let sandbox: Awaited<ReturnType<typeof startForTest>>;
  beforeAll(async () => {
    sandbox = await startForTest();
  });
  afterAll(() => sandbox.end());

  it('begins with a believable state: most is well, and some is not', () => {
    const names = sandbox.store
      .list(kinds.application)
      .map(({ metadata }) => metadata.name);
    const count = (pattern: RegExp) =>
      names.filter(name => pattern.test(summary(sandbox, name))).length;
    expect(names).toHaveLength(33);
    expect(count(/^Synced Healthy$/)).toBe(28);
    expect(count(/Degraded/)).toBe(1);
    expect(count(/Progressing/)).toBe(1);
    expect(count(/Unknown/)).toBe(0);
    expect(summary(sandbox, 'audiobookshelf-production')).toBe(
      'OutOfSync Healthy',
    );
    expect(summary(sandbox, 'n8n-production')).toBe('OutOfSync Healthy');
    expect(summary(sandbox, 'kafka-demo-production')).toBe('OutOfSync Missing');
  });

  it('has one environment that nobody ever deployed: no history, no Pods, no namespace', () => {
    const never = application(sandbox, 'kafka-demo-production')?.status;
    expect(never).not.toHaveProperty('history');
    expect(never).not.toHaveProperty('operationState');
    expect(sandbox.store.list(kinds.pod, 'kafka-demo')).toEqual([]);
    expect(
      sandbox.store.get(kinds.namespace, undefined, 'kafka-demo'),
    ).toBeUndefined();
  });

  it('runs an older image in production than in dev, with a newer one waiting', () => {
    const images = (name: string) =>
      application(sandbox, name)?.status?.summary;
    const dev = JSON.stringify(images('audiobookshelf-dev'));
    const production = JSON.stringify(images('audiobookshelf-production'));
    expect(production).not.toBe(dev);
    expect(production).toContain('ghcr.io/advplyr/audiobookshelf:2.34.0');
  });

  it('has drift without a newer revision: nothing on its path changed since', async () => {
    const { history, sync } =
      application(sandbox, 'n8n-production')?.status ?? {};
    const [deployed, compared] = await Promise.all(
      [history?.at(-1)?.revision ?? '', sync?.revision ?? ''].map(sha =>
        sandbox.repository.files(sha),
      ),
    );
    const onPath = (files: ReadonlyMap<string, string> | undefined) =>
      [...(files ?? [])].filter(([path]) => path.includes('/services/n8n/'));
    expect(history).toHaveLength(2);
    expect(onPath(deployed)).toEqual(onPath(compared));
  });

  it('keeps a history that ends in exactly the folder', async () => {
    const log = await sandbox.repository.log(await sandbox.repository.head());
    expect(log.map(({ message }) => message)).toEqual([
      'Promote audiobookshelf to production',
      'Try the new audiobookshelf in dev',
      'Promote n8n to production',
      'Lay out services, platform and infrastructure',
    ]);
    const files = await sandbox.repository.files(log[0]?.sha ?? '');
    const path =
      'kubernetes/services/audiobookshelf/environments/production/kustomization.yaml';
    expect(await sandbox.repository.text(files.get(path) ?? '')).toBe(
      readFileSync(join(exampleTree, path), 'utf8'),
    );
  });

  it('writes a configuration that says where everything is, for the owner only', () => {
    const config = parse(readFileSync(sandbox.files.config, 'utf8'));
    const [cluster] = config.kubernetes.clusterLocatorMethods[0].clusters;
    expect(cluster).toMatchObject({
      name: 'homelab',
      url: `https://127.0.0.1:${sandbox.ports.kubernetes}`,
      skipTLSVerify: false,
    });
    expect(Buffer.from(cluster.caData, 'base64').toString()).toContain(
      'BEGIN CERTIFICATE',
    );
    expect(config.strata.trees[0].source.directory).toBe(
      sandbox.repository.directory,
    );
    expect(
      config.strata.delivery.argocd[0].tokens.map(
        ({ project }: { project: string }) => project,
      ),
    ).toEqual(
      expect.arrayContaining([
        '*',
        'product',
        'platform',
        'data',
        'observability',
      ]),
    );
    // Owner only: it holds tokens.
    expect(statSync(sandbox.files.config).mode % 0o100).toBe(0);
  });
});

describe('a sandbox that is started again', () => {
  it('still has what was synced, the same addresses and tokens', async () => {
    const first = await startForTest();
    const object = application(first, 'kafka-demo-production');
    if (!object) throw new Error('kafka-demo-production is missing');
    first.store.put(kinds.application, { ...object, operation: { sync: {} } });
    await eventually('the sync', () =>
      summary(first, 'kafka-demo-production') === 'Synced Healthy'
        ? true
        : undefined,
    );
    const { status, metadata } =
      application(first, 'kafka-demo-production') ?? {};
    const pods = first.store.list(kinds.pod).map(pod => pod.metadata.name);
    const version = first.store.version;
    await first.stop();

    const reports: string[] = [];
    const second = await startForTest({ state: first.state, reports });
    const again = application(second, 'kafka-demo-production');
    expect(again?.status?.history).toEqual(status?.history);
    expect(again?.metadata.uid).toBe(metadata?.uid);
    expect(summary(second, 'kafka-demo-production')).toBe('Synced Healthy');
    expect(second.store.list(kinds.pod).map(pod => pod.metadata.name)).toEqual(
      pods,
    );
    expect(second.store.version).toBeGreaterThan(version);
    expect({
      ports: second.ports,
      secrets: second.secrets,
      ca: second.ca,
    }).toEqual({
      ports: first.ports,
      secrets: first.secrets,
      ca: first.ca,
    });
    expect(reports).toEqual([]);
    await second.end();
  });

  it('reports damaged files and makes them anew', async () => {
    const first = await startForTest();
    await first.stop();
    const files = ['tls.json', 'simulation.json', 'secrets.json'];
    for (const file of files)
      writeFileSync(join(first.state, file), '{"version":');
    const reports: string[] = [];
    const second = await startForTest({ state: first.state, reports });
    expect(reports).toEqual(
      files.map(file => expect.stringContaining(`${file} is damaged`)),
    );
    expect(second.store.list(kinds.application)).toHaveLength(33);
    await second.end();
  });

  it('begins anew with another seed, and says so', async () => {
    const first = await startForTest();
    await first.stop();
    const reports: string[] = [];
    const second = await startForTest({ state: first.state, seed: 7, reports });
    expect(reports).toEqual([
      'the seed changed from 1 to 7; the simulation begins anew',
    ]);
    await second.end();
  });

  it('gives way to whoever took a remembered port, but not a demanded one', async () => {
    const first = await startForTest();
    await first.stop();
    const thief = createServer();
    await new Promise<void>(resolve => {
      thief.listen(first.ports.kubernetes, '127.0.0.1', resolve);
    });
    const second = await startForTest({ state: first.state });
    expect(second.ports.kubernetes).not.toBe(first.ports.kubernetes);
    await second.stop();
    await expect(
      startSandbox(
        {
          tree: exampleTree,
          state: first.state,
          seed: 1,
          speed: 1,
          ports: { kubernetes: first.ports.kubernetes },
        },
        () => {},
      ),
    ).rejects.toThrow(
      `port ${first.ports.kubernetes} for the kubernetes API is in use; choose another with --kubernetes-port or leave it out`,
    );
    thief.close();
  });
});
