import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import {
  kubernetesSourceId,
  type SourceStatus,
} from '@strata/plugin-strata-common';
import type { ApplicationIndex } from '../ApplicationIndex';
import type { Clock } from '../clock';
import type { DeliverySettings } from '../settings';
import { ClusterReader } from './ClusterReader';
import { type ClusterConnection, readClusters } from './clusters';
import type { KubernetesSource } from './KubernetesSource';
import type { ReflectorLimits } from './reflectorLimits';

export interface ClusterReadersOptions {
  config: Config;
  settings: DeliverySettings;
  index: ApplicationIndex;
  clock: Clock;
  logger: LoggerService;
  /** Instead of the configuration's. */
  connections?: readonly ClusterConnection[];
  limits?: Partial<ReflectorLimits>;
  /** Called when the health of a cluster changed. */
  onState: () => void;
}

/**
 * With Argo CD instances configured, their clusters hold the Applications;
 * any other would only answer that it does not know them.
 */
export function createClusterReaders(options: ClusterReadersOptions): {
  sources: () => SourceStatus[];
  /** The way into a cluster, for reading single objects. */
  connection: (cluster: string) => KubernetesSource | undefined;
  run: (signal: AbortSignal) => Promise<unknown>;
} {
  const { settings, index, clock, logger, onState } = options;
  const wanted = new Set(settings.argocd.map(({ cluster }) => cluster));
  const connections = (
    options.connections ?? readClusters(options.config)
  ).filter(({ cluster }) => wanted.size === 0 || wanted.has(cluster));
  const known = new Set(connections.map(({ cluster }) => cluster));
  const startedAt = new Date(clock.now()).toISOString();
  const readers: ClusterReader[] = [];
  const unreadable: SourceStatus[] = [];
  const cannotRead = (cluster: string, title: string, error: string) => {
    logger.error(`cluster ${cluster} cannot be read: ${error}`);
    unreadable.push({
      id: kubernetesSourceId(cluster),
      kind: 'kubernetes',
      title,
      state: 'unreachable',
      since: startedAt,
      staleAfterSeconds: settings.staleAfterMs / 1000,
      error,
    });
  };
  for (const connection of connections) {
    switch (connection.kind) {
      case 'direct':
        readers.push(
          new ClusterReader({
            source: connection.source,
            title: connection.title,
            namespaces: settings.namespaces,
            index,
            clock,
            logger,
            staleAfterMs: settings.staleAfterMs,
            limits: options.limits,
            onState,
          }),
        );
        break;
      case 'unsupported':
        cannotRead(connection.cluster, connection.title, connection.reason);
        break;
      default:
        connection satisfies never;
    }
  }
  for (const { name, cluster } of settings.argocd) {
    if (!known.has(cluster)) {
      cannotRead(
        cluster,
        cluster,
        `strata.delivery.argocd "${name}" names it, but kubernetes.clusterLocatorMethods does not`,
      );
    }
  }
  return {
    connection: cluster =>
      connections.flatMap(found =>
        found.kind === 'direct' && found.cluster === cluster
          ? [found.source]
          : [],
      )[0],
    sources: () => [...readers.map(reader => reader.status()), ...unreadable],
    run: signal => Promise.all(readers.map(reader => reader.run(signal))),
  };
}
