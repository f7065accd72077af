import { mockServices } from '@backstage/backend-test-utils';
import { InMemoryKubernetesSource } from '../__testUtils__/InMemoryKubernetesSource';
import { applicationObject } from '../__testUtils__/objects';
import { settled, TestClock } from '../__testUtils__/TestClock';
import { ApplicationIndex } from '../ApplicationIndex';
import type { ClusterConnection } from './clusters';
import { createClusterReaders } from './createClusterReaders';
import { KubernetesError } from './KubernetesSource';

const instance = (cluster: string) => ({
  name: `argocd-of-${cluster}`,
  cluster,
  url: 'https://argocd',
  webUrl: 'https://argocd',
  globalProjects: [],
  tokens: new Map<string, string>(),
});

function setup(argocdOn: string[], connections: ClusterConnection[]) {
  const clock = new TestClock();
  const index = new ApplicationIndex(clock, mockServices.logger.mock());
  let notices = 0;
  const clusters = createClusterReaders({
    config: mockServices.rootConfig(),
    settings: {
      argocd: argocdOn.map(instance),
      staleAfterMs: 300_000,
      driftGraceMs: 300_000,
      retentionMs: 86_400_000,
    },
    index,
    clock,
    logger: mockServices.logger.mock(),
    connections,
    onState: () => {
      notices += 1;
    },
  });
  const states = () =>
    clusters.sources().map(({ id, state, error }) => ({ id, state, error }));
  return { clock, clusters, index, states, notices: () => notices };
}

const stop = new AbortController();
afterAll(() => stop.abort());

function direct(cluster: string) {
  const source = new InMemoryKubernetesSource(cluster);
  source.put('applications', applicationObject('n8n', 'dev'));
  const connection: ClusterConnection = {
    kind: 'direct',
    cluster,
    title: cluster,
    source,
  };
  return { source, connection };
}

describe('createClusterReaders', () => {
  it('lets one dead cluster delay no other', async () => {
    const dead = direct('dead');
    const alive = direct('alive');
    dead.source.hangLists();
    const { clusters, states, index } = setup(
      [],
      [dead.connection, alive.connection],
    );
    clusters.run(stop.signal);
    await settled();
    expect(index.countOf('alive')).toBe(1);
    expect(states()).toMatchObject([
      { id: 'kubernetes:dead', state: 'connecting' },
      { id: 'kubernetes:alive', state: 'connected' },
    ]);
  });

  it('reads only the clusters that Argo CD runs on, where those are named', async () => {
    const hub = direct('hub');
    const spoke = direct('spoke');
    const { clusters, states } = setup(
      ['hub'],
      [hub.connection, spoke.connection],
    );
    clusters.run(stop.signal);
    await settled();
    expect(states()).toMatchObject([{ id: 'kubernetes:hub' }]);
    expect(spoke.source.lists).toEqual([]);
  });

  it('shows clusters it cannot read instead of leaving them out', () => {
    const { states } = setup(
      ['homelab', 'elsewhere'],
      [
        {
          kind: 'unsupported',
          cluster: 'homelab',
          title: 'homelab',
          reason: 'its authProvider is oidc',
        },
      ],
    );
    expect(states()).toEqual([
      {
        id: 'kubernetes:homelab',
        state: 'unreachable',
        error: 'its authProvider is oidc',
      },
      {
        id: 'kubernetes:elsewhere',
        state: 'unreachable',
        error: expect.stringContaining(
          'kubernetes.clusterLocatorMethods does not',
        ),
      },
    ]);
  });

  it('notices when a cluster turns, and not with every event', async () => {
    const { source, connection } = direct('homelab');
    const { clock, clusters, notices } = setup([], [connection]);
    clusters.run(stop.signal);
    await settled();
    const connected = notices();
    source.bookmark();
    source.put('applications', applicationObject('n8n', 'dev'));
    expect(notices()).toBe(connected);
    await clock.advance(2000);
    source.breakWatches(new KubernetesError('connection_lost', 'reset'));
    await settled();
    expect(notices()).toBe(connected + 1);
    await clock.advance(10_000);
    expect(notices()).toBe(connected + 2);
  });

  it('leaves out an object it cannot read and keeps the others', async () => {
    const { source, connection } = direct('homelab');
    source.put('applications', {
      metadata: { name: 'nowhere', namespace: '' },
    });
    const { clusters, index } = setup([], [connection]);
    clusters.run(stop.signal);
    await settled();
    expect(index.forCluster('homelab').map(({ name }) => name)).toEqual([
      'n8n-dev',
    ]);
  });
});
