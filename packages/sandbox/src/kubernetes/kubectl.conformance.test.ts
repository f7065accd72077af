import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import {
  describeWithKubectl,
  kubectl as binary,
  kubectlNote,
} from '../testing/kubectl';
import { eventually, startForTest } from '../testing/startForTest';

const run = promisify(execFile);

jest.setTimeout(60_000);

describeWithKubectl(`${kubectlNote}real kubectl`, () => {
  let sandbox: Awaited<ReturnType<typeof startForTest>>;
  beforeAll(async () => {
    sandbox = await startForTest();
  });
  afterAll(() => sandbox.end());

  const flags = () => [
    `--kubeconfig=${sandbox.files.kubeconfig}`,
    `--cache-dir=${sandbox.state}/kube-cache`,
  ];
  const kubectl = async (...args: string[]) =>
    (await run(binary, [...flags(), ...args])).stdout;

  it('lists Applications with their columns', async () => {
    const lines = (await kubectl('get', 'applications', '-A')).split('\n');
    expect(lines[0]).toMatch(
      /NAMESPACE +NAME +SYNC STATUS +HEALTH STATUS +AGE/,
    );
    expect(lines).toContainEqual(
      expect.stringMatching(
        /argocd +audiobookshelf-production +OutOfSync +Healthy/,
      ),
    );
  });

  it('lists by pages, label and short name', async () => {
    const all = JSON.parse(
      await kubectl('get', 'app', '-A', '-o', 'json', '--chunk-size=5'),
    );
    const names = all.items.map(
      (item: { metadata: { name: string } }) => item.metadata.name,
    );
    expect(names.length).toBeGreaterThan(25);
    expect(new Set(names).size).toBe(names.length);
    const production = await kubectl(
      'get',
      'apps',
      '-n',
      'argocd',
      '-o',
      'name',
      '-l',
      'strata.dev/item in (services.n8n),strata.dev/environment!=dev',
    );
    expect(production).toBe('application.argoproj.io/n8n-production\n');
  });

  it.each([
    'pods',
    'deployments',
    'replicasets',
    'services',
    'namespaces',
    'nodes',
    'appsets',
    'appprojects',
    'events',
    'configmaps',
    'hpa',
    'cronjobs',
  ])('gets %s', async resource => {
    await expect(kubectl('get', resource, '-A')).resolves.toEqual(
      expect.any(String),
    );
  });

  it('describes a Pod of a service', async () => {
    const text = await kubectl(
      'describe',
      'pods',
      '-n',
      'audiobookshelf',
      '-l',
      'app.kubernetes.io/name=audiobookshelf',
    );
    expect(text).toContain('backstage.io/kubernetes-id=audiobookshelf');
    expect(text).toContain('ghcr.io/advplyr/audiobookshelf:');
  });

  it('patches: merge, JSON, and strategic for what is built in', async () => {
    await kubectl(
      'patch',
      'app',
      'n8n-dev',
      '-n',
      'argocd',
      '--type=merge',
      '-p',
      '{"metadata":{"annotations":{"note":"one"}}}',
    );
    expect(
      await kubectl(
        'get',
        'app',
        'n8n-dev',
        '-n',
        'argocd',
        '-o',
        'jsonpath={.metadata.annotations.note}',
      ),
    ).toBe('one');
    await kubectl(
      'patch',
      'app',
      'n8n-dev',
      '-n',
      'argocd',
      '--type=json',
      '-p',
      '[{"op":"remove","path":"/metadata/annotations/note"}]',
    );
    expect(
      await kubectl(
        'get',
        'app',
        'n8n-dev',
        '-n',
        'argocd',
        '-o',
        'jsonpath={.metadata.annotations.note}',
      ),
    ).toBe('');
    await expect(
      kubectl(
        'patch',
        'app',
        'n8n-dev',
        '-n',
        'argocd',
        '--type=strategic',
        '-p',
        '{}',
      ),
    ).rejects.toThrow(/strategic/);
  });

  it('sees a workload that somebody scales as drift of its Application', async () => {
    await kubectl(
      'patch',
      'statefulset',
      'kafka',
      '-n',
      'kafka',
      '-p',
      '{"spec":{"replicas":5}}',
    );
    const status = await eventually('the drift', async () => {
      const text = await kubectl(
        'get',
        'app',
        'kafka-production',
        '-n',
        'argocd',
        '-o',
        'jsonpath={.status.sync.status}',
      );
      return text === 'OutOfSync' ? text : undefined;
    });
    expect(status).toBe('OutOfSync');
    const pods = await kubectl('get', 'pods', '-n', 'kafka', '-o', 'name');
    expect(pods.match(/^pod\/kafka-\d$/gm)).toHaveLength(5);
  });

  it('watches: get -w prints a change as it happens', async () => {
    const watch = spawn(binary, [
      ...flags(),
      'get',
      'app',
      'kafka-demo-production',
      '-n',
      'argocd',
      '-w',
    ]);
    let printed = '';
    watch.stdout.on('data', chunk => {
      printed += chunk;
    });
    try {
      await eventually('the first row', () =>
        /OutOfSync +Missing/.test(printed) ? true : undefined,
      );
      await kubectl(
        'patch',
        'app',
        'kafka-demo-production',
        '-n',
        'argocd',
        '--type=merge',
        '-p',
        '{"operation":{"sync":{}}}',
      );
      const row = await eventually(
        'a synced row',
        () => /Synced +Healthy/.exec(printed)?.[0],
      );
      expect(row).toMatch(/Healthy/);
    } finally {
      watch.kill();
    }
  });

  it('names what is not there', async () => {
    await expect(kubectl('get', 'app', 'nope', '-n', 'argocd')).rejects.toThrow(
      'applications.argoproj.io "nope" not found',
    );
    await expect(kubectl('get', 'secrets')).rejects.toThrow(
      /doesn't have a resource type/,
    );
  });

  it('is refused with a wrong token', async () => {
    await expect(kubectl('get', 'pods', '--token=wrong')).rejects.toThrow(
      /Unauthorized|logged in/,
    );
  });
});
