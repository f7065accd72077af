import { existsSync } from 'node:fs';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { KubeConfig } from '@kubernetes/client-node';
import { z } from 'zod';
import { DirectKubernetesSource } from './DirectKubernetesSource';
import type { KubernetesSource } from './KubernetesSource';

/** A configured cluster: one that can be read, or the reason why not. */
export type ClusterConnection =
  | { kind: 'direct'; cluster: string; title: string; source: KubernetesSource }
  | { kind: 'unsupported'; cluster: string; title: string; reason: string };

interface ClusterDetails {
  name: string;
  title: string;
  url: string;
  authProvider: string;
  token?: string;
  caData?: string;
  caFile?: string;
  skipTLSVerify: boolean;
}

const authMetadata = z.record(z.string(), z.string()).optional();

function readCluster(config: Config): ClusterDetails {
  const name = config.getString('name');
  return {
    name,
    title: config.getOptionalString('title') ?? name,
    url: config.getString('url'),
    authProvider:
      authMetadata.parse(config.getOptional('authMetadata'))?.[
        'kubernetes.io/auth-provider'
      ] ?? config.getString('authProvider'),
    token: config.getOptionalString('serviceAccountToken'),
    caData: config.getOptionalString('caData'),
    caFile: config.getOptionalString('caFile'),
    skipTLSVerify: config.getOptionalBoolean('skipTLSVerify') ?? false,
  };
}

/** Where Kubernetes mounts the account of a pod. */
const podAccount = '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt';

/** As @backstage/plugin-kubernetes does: without a token, the pod's own account. */
function inCluster(): boolean {
  return existsSync(podAccount);
}

function kubeConfig(details: ClusterDetails): KubeConfig {
  const config = new KubeConfig();
  if (!details.token && inCluster()) {
    config.loadFromCluster();
    return config;
  }
  config.loadFromOptions({
    clusters: [
      {
        name: details.name,
        server: details.url,
        caData: details.caData,
        caFile: details.caFile,
        skipTLSVerify: details.skipTLSVerify,
      },
    ],
    users: [{ name: details.name, token: details.token }],
    contexts: [
      { name: details.name, cluster: details.name, user: details.name },
    ],
    currentContext: details.name,
  });
  return config;
}

function connect(details: ClusterDetails): ClusterConnection {
  const { name: cluster, title, authProvider } = details;
  const unsupported = (reason: string): ClusterConnection => ({
    kind: 'unsupported',
    cluster,
    title,
    reason,
  });
  if (authProvider !== 'serviceAccount') {
    return unsupported(
      `its authProvider is ${authProvider}; Strata reads clusters in the background and needs serviceAccount`,
    );
  }
  if (!details.token && !inCluster()) {
    return unsupported('it has no serviceAccountToken');
  }
  return {
    kind: 'direct',
    cluster,
    title,
    source: new DirectKubernetesSource(cluster, kubeConfig(details)),
  };
}

/**
 * The clusters of `kubernetes.clusterLocatorMethods`, so that they are
 * configured once for both plugins.
 * @throws InputError for a cluster that is named twice
 */
export function readClusters(config: Config): ClusterConnection[] {
  const connections = (
    config.getOptionalConfigArray('kubernetes.clusterLocatorMethods') ?? []
  ).flatMap(method => {
    switch (method.getString('type')) {
      case 'config':
        return method.getConfigArray('clusters').map(readCluster).map(connect);
      case 'localKubectlProxy':
        return [localProxy()];
      default:
        // Clusters that are found at run time (gke, catalog) are not known here.
        return [];
    }
  });
  const names = new Set<string>();
  for (const { cluster } of connections) {
    if (names.has(cluster)) {
      throw new InputError(
        `kubernetes.clusterLocatorMethods names the cluster ${cluster} twice; names must be unique`,
      );
    }
    names.add(cluster);
  }
  return connections;
}

/** `kubectl proxy` on this machine: plain http, its own credentials. */
function localProxy(): ClusterConnection {
  const cluster = 'local';
  const config = new KubeConfig();
  config.loadFromClusterAndUser(
    { name: cluster, server: 'http://127.0.0.1:8001', skipTLSVerify: true },
    { name: cluster },
  );
  return {
    kind: 'direct',
    cluster,
    title: 'kubectl proxy',
    source: new DirectKubernetesSource(cluster, config),
  };
}
