import { ConfigReader } from '@backstage/config';
import { readClusters } from './clusters';

const clusters = (...list: object[]) =>
  readClusters(
    new ConfigReader({
      kubernetes: {
        clusterLocatorMethods: [{ type: 'config', clusters: list }],
      },
    }),
  );
const cluster = {
  name: 'homelab',
  url: 'https://homelab:6443',
  authProvider: 'serviceAccount',
  serviceAccountToken: 'secret',
};

describe('readClusters', () => {
  it('reads what the Kubernetes plugin reads', () => {
    expect(clusters({ ...cluster, title: 'Home lab' })).toMatchObject([
      { kind: 'direct', cluster: 'homelab', title: 'Home lab' },
    ]);
  });

  it('reads the provider from authMetadata, too', () => {
    const { authProvider: _, ...rest } = cluster;
    expect(
      clusters({
        ...rest,
        authMetadata: { 'kubernetes.io/auth-provider': 'serviceAccount' },
      }),
    ).toMatchObject([{ kind: 'direct' }]);
  });

  it.each([
    ['a provider that needs the viewer', { authProvider: 'oidc' }, /oidc/],
    ['no token', { serviceAccountToken: undefined }, /no serviceAccountToken/],
  ])('names a cluster it cannot read: %s', (_, changes, reason) => {
    expect(clusters({ ...cluster, ...changes })).toMatchObject([
      { kind: 'unsupported', reason: expect.stringMatching(reason) },
    ]);
  });

  it('refuses one name for two clusters', () => {
    expect(() => clusters(cluster, cluster)).toThrow(/homelab twice/);
  });

  it('knows kubectl proxy, and no cluster where none is configured', () => {
    expect(readClusters(new ConfigReader({}))).toEqual([]);
    expect(
      readClusters(
        new ConfigReader({
          kubernetes: {
            clusterLocatorMethods: [{ type: 'localKubectlProxy' }],
          },
        }),
      ),
    ).toMatchObject([{ kind: 'direct', cluster: 'local' }]);
  });
});
