import type {
  AuthService,
  HttpAuthService,
  LifecycleService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import {
  defaultReconcileLimitMs,
  kubernetesSourceId,
  type SourceStatus,
  sourceTrust,
} from '@strata/plugin-strata-common';
import type { AuditLog, PendingAudit } from '../audit/AuditLog';
import type { EntityAuthorizer } from '../authorize/EntityAuthorizer';
import type { TreeService } from '../tree/TreeService';
import { ApplicationIndex } from './ApplicationIndex';
import { ArgoCdInstances } from './argocd/ArgoCdInstances';
import { AuthorizedDelivery } from './AuthorizedDelivery';
import { ChangeFeed } from './ChangeFeed';
import { type Clock, systemClock } from './clock';
import { DeliveryActions, refOfTarget, syncAction } from './DeliveryActions';
import { DeliveryGuards } from './DeliveryGuards';
import { IndexedDeliveryService } from './IndexedDeliveryService';
import { type ClusterConnection, readClusters } from './kubernetes/clusters';
import { ClusterReader } from './kubernetes/ClusterReader';
import type { ReflectorLimits } from './kubernetes/Reflector';
import { type KnownRepository, NewerRevisions } from './NewerRevisions';
import { OperationFollower } from './OperationFollower';
import { createDeliveryRouter } from './router';
import { type DeliverySettings, readDeliverySettings } from './settings';
import { StatusTick } from './StatusTick';

export interface DeliveryOptions {
  config: Config;
  logger: LoggerService;
  lifecycle: LifecycleService;
  trees: Pick<TreeService, 'items' | 'tree' | 'subscribe'>;
  audit: AuditLog & PendingAudit;
  auth: AuthService;
  httpAuth: HttpAuthService;
  authorizer: EntityAuthorizer;
  clock?: Clock;
  /** Other ways into clusters than the configuration's. */
  connections?: readonly ClusterConnection[];
  /** Repositories whose history tells whether a newer revision touches an item. */
  repositories?: readonly KnownRepository[];
  limits?: Partial<ReflectorLimits>;
}

/** Reads clusters from start to shutdown, and answers out of its index. */
export function createDelivery(options: DeliveryOptions) {
  const { config, logger, lifecycle, trees, audit, authorizer } = options;
  const clock = options.clock ?? systemClock;
  const settings = readDeliverySettings(config);
  const shutdown = new AbortController();
  const index = new ApplicationIndex(clock);
  const argocd = new ArgoCdInstances(settings.argocd);
  const feed = new ChangeFeed(clock, logger, shutdown.signal);
  const clusters = createClusters(options, settings, index, clock, () =>
    feed.publish(index.entities()),
  );
  const newer = new NewerRevisions(options.repositories ?? [], logger, refs =>
    feed.publish(refs),
  );
  const service = new IndexedDeliveryService(
    {
      index,
      clock,
      sources: clusters.sources,
      driftGraceMs: settings.driftGraceMs,
      reconcileLimitMs: defaultReconcileLimitMs,
      newer: (item, application) => newer.of(item, application),
      links: application => {
        const url = argocd.page(application);
        return url ? [{ title: 'Argo CD', url }] : [];
      },
    },
    feed,
  );
  const guards = new DeliveryGuards(index, service, argocd, clock);
  const follower = new OperationFollower({
    index,
    audit,
    clock,
    logger,
    signal: shutdown.signal,
    current: cluster => {
      const id = kubernetesSourceId(cluster);
      const source = clusters.sources().find(known => known.id === id);
      return sourceTrust(source, id, clock.now()).kind === 'current';
    },
  });
  const tick = new StatusTick({
    clock,
    intervalMs: 15_000,
    entities: () => index.entities(),
    rows: ref => service.rows(ref),
    publish: refs => feed.publish(refs),
  });

  index.onEntities(refs => feed.publish(refs));
  const claim = () => index.setItems(matchableItems(trees));
  claim();
  const unsubscribe = trees.subscribe(claim);

  lifecycle.addStartupHook(async () => {
    const { signal } = shutdown;
    for (const run of [...clusters.runs, () => tick.run(signal)]) {
      run(signal).catch(error => logger.error('delivery stopped', error));
    }
    for (const event of await audit.pending(syncAction)) {
      const ref = refOfTarget(event.target);
      if (ref) follower.follow(event.id, ref);
    }
  });
  lifecycle.addShutdownHook(() => {
    unsubscribe();
    shutdown.abort();
  });

  const actions = new DeliveryActions({
    auth: options.auth,
    authorizer,
    audit,
    guards,
    argocd,
    follower,
  });
  const delivery = new AuthorizedDelivery({
    index,
    service,
    guards,
    authorizer,
    clock,
  });
  return {
    service,
    router: createDeliveryRouter({
      actions,
      delivery,
      httpAuth: options.httpAuth,
    }),
    availability: guards.availability.bind(guards),
  };
}

function matchableItems(trees: DeliveryOptions['trees']) {
  return [...trees.items().values()].map(({ treeId, item }) => ({
    item,
    repository: trees.tree(treeId)?.options.repository,
  }));
}

/**
 * With Argo CD instances configured, their clusters hold the Applications;
 * any other would only answer that it does not know them.
 */
function createClusters(
  options: DeliveryOptions,
  settings: DeliverySettings,
  index: ApplicationIndex,
  clock: Clock,
  onState: () => void,
) {
  const wanted = new Set(settings.argocd.map(({ cluster }) => cluster));
  const connections = (
    options.connections ?? readClusters(options.config)
  ).filter(({ cluster }) => wanted.size === 0 || wanted.has(cluster));
  const known = new Set(connections.map(({ cluster }) => cluster));
  const startedAt = new Date(clock.now()).toISOString();
  const readers: ClusterReader[] = [];
  const unreadable: SourceStatus[] = [];
  const cannotRead = (cluster: string, title: string, error: string) => {
    options.logger.error(`cluster ${cluster} cannot be read: ${error}`);
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
            logger: options.logger,
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
    sources: () => [...readers.map(reader => reader.status()), ...unreadable],
    runs: readers.map(reader => (signal: AbortSignal) => reader.run(signal)),
  };
}
