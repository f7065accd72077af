import type {
  AuthService,
  HttpAuthService,
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import {
  type ApplicationRecord,
  defaultReconcileLimitMs,
  entityRef,
  kubernetesSourceId,
  sourceTrust,
} from '@strata/plugin-strata-common';
import type { Knex } from 'knex';
import type { AuditActivity, AuditLog, PendingAudit } from '../audit/AuditLog';
import type { EntityAuthorizer } from '../authorize/EntityAuthorizer';
import { readDirectory } from '../owners/directory';
import type { TreeService } from '../tree/TreeService';
import { Activity } from './activity/Activity';
import { ApplicationIndex } from './ApplicationIndex';
import { ArgoCdHealth } from './argocd/ArgoCdHealth';
import { ArgoCdInstances } from './argocd/ArgoCdInstances';
import { AuthorizedDelivery } from './AuthorizedDelivery';
import { BulkSync } from './BulkSync';
import { ChangeFeed } from './ChangeFeed';
import { type Clock, systemClock } from './clock';
import { refOfTarget } from './applicationTarget';
import { DeliveryActions, rollbackAction, syncAction } from './DeliveryActions';
import { DeliveryGuards } from './DeliveryGuards';
import { IndexedDeliveryService } from './IndexedDeliveryService';
import { ApplicationDetails } from './fleet/ApplicationDetails';
import { ApplicationObjects } from './fleet/ApplicationObjects';
import { Fleet } from './fleet/Fleet';
import { FleetIndex } from './fleet/FleetIndex';
import type { ClusterConnection } from './kubernetes/clusters';
import { createClusterReaders } from './kubernetes/createClusterReaders';
import type { ReflectorLimits } from './kubernetes/reflectorLimits';
import { Locks } from './locks/Locks';
import { MarkActions } from './marks/MarkActions';
import { DatabaseMarkLog } from './marks/MarkLog';
import { Marks } from './marks/Marks';
import { type KnownRepository, NewerRevisions } from './NewerRevisions';
import { OperationFollower, recognitionOf } from './OperationFollower';
import { ProjectWindows } from './ProjectWindows';
import { RollbackTargets } from './RollbackTargets';
import { createDeliveryRouter } from './router';
import { readDeliverySettings } from './settings';
import { StatusTick } from './StatusTick';
import { DatabaseTransitionLog } from './transitions/DatabaseTransitionLog';
import { TransitionRecorder } from './transitions/TransitionRecorder';
import { scheduleRetention } from './transitions/retention';
import { Waiting } from './waiting/Waiting';

export interface DeliveryOptions {
  config: Config;
  logger: LoggerService;
  lifecycle: LifecycleService;
  /** Migrated: the plugin runs its one migrations folder before. */
  knex: Knex;
  scheduler: Pick<SchedulerService, 'scheduleTask'>;
  trees: Pick<TreeService, 'items' | 'list' | 'tree' | 'subscribe'>;
  audit: AuditLog & PendingAudit & AuditActivity;
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
  const index = new ApplicationIndex(clock, logger);
  const argocd = new ArgoCdInstances(settings.argocd);
  const feed = new ChangeFeed(clock, logger, shutdown.signal);
  const clusters = createClusterReaders({
    ...options,
    settings,
    index,
    clock,
    onState: () => feed.publish(index.entities()),
  });
  const transitions = new DatabaseTransitionLog(options.knex);
  const recorder = new TransitionRecorder({
    index,
    log: transitions,
    clock,
    logger,
    intervalMs: 1_000,
    // Five times the largest fleet that is promised.
    room: 50_000,
  });
  const argocdHealth = argocd.all().map(
    instance =>
      new ArgoCdHealth({
        ...instance,
        clock,
        logger,
        intervalMs: 60_000,
        staleAfterMs: settings.staleAfterMs,
      }),
  );
  const newer = new NewerRevisions(options.repositories ?? [], logger, refs =>
    feed.publish(refs),
  );
  const links = (application: ApplicationRecord) => {
    const url = argocd.page(application);
    return url ? [{ title: 'Argo CD', url }] : [];
  };
  const service = new IndexedDeliveryService(
    {
      index,
      clock,
      sources: () => [
        ...clusters.sources().map(source => recorder.account(source)),
        ...argocdHealth.map(health => health.status()),
      ],
      driftGraceMs: settings.driftGraceMs,
      reconcileLimitMs: defaultReconcileLimitMs,
      newer: (item, application) => newer.of(item, application),
      links,
    },
    feed,
  );
  const locks = new Locks(trees, clock);
  const markLog = new DatabaseMarkLog(options.knex);
  const marks = new Marks({
    log: markLog,
    clock,
    logger,
    intervalMs: 15_000,
    announce: ref => feed.publish(ref ? [entityRef(ref)] : index.entities()),
  });
  const windows = new ProjectWindows(
    index,
    cluster =>
      settings.argocd.find(instance => instance.cluster === cluster)
        ?.globalProjects ?? [],
  );
  const guards = new DeliveryGuards(
    index,
    service,
    argocd,
    clock,
    locks,
    marks,
    windows,
  );
  const objects = new ApplicationObjects(clusters.connection);
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
    logger,
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
    // Before the first look, which asks for it.
    await transitions.outOfSync().then(
      since => index.remember(since),
      error =>
        logger.error('since when Applications are out of sync is lost', error),
    );
    await scheduleRetention({ ...options, clock, settings, transitions });
    for (const part of [clusters, tick, recorder, marks, ...argocdHealth]) {
      part
        .run(signal)
        .catch(error => logger.error('a part of delivery stopped', error));
    }
    for (const action of [syncAction, rollbackAction]) {
      for (const { id, target, parameters } of await audit.pending(action)) {
        const ref = refOfTarget(target);
        if (ref) follower.follow(id, ref, recognitionOf(parameters));
      }
    }
  });
  lifecycle.addShutdownHook(async () => {
    unsubscribe();
    shutdown.abort();
    await recorder.flush();
  });

  const { auth } = options;
  const actions = new DeliveryActions({
    auth,
    authorizer,
    audit,
    guards,
    locks,
    marks,
    argocd,
    follower,
    targets: new RollbackTargets(objects),
  });
  const delivery = new AuthorizedDelivery({
    auth,
    index,
    service,
    guards,
    authorizer,
    clock,
  });
  const details = new ApplicationDetails({
    auth,
    authorizer,
    clock,
    guards,
    index,
    links,
    locks,
    marks,
    objects,
    ownerOf: ref => ownerOf(trees, ref),
    service,
    transitions,
    windows,
  });
  const markActions = new MarkActions({
    auth,
    authorizer,
    audit,
    index,
    log: markLog,
    marks,
    clock,
  });
  const activity = new Activity({
    trees,
    index,
    transitions,
    audit,
    authorizer,
    clock,
  });
  const fleetIndex = new FleetIndex({ index, service, trees, clock });
  const fleet = new Fleet({ fleet: fleetIndex, authorizer, clock });
  const waiting = new Waiting({
    auth,
    authorizer,
    clock,
    fleet: fleetIndex,
    guards,
    index,
    service,
  });
  return {
    service,
    transitions,
    waiting,
    router: createDeliveryRouter({
      actions,
      delivery,
      activity,
      bulk: new BulkSync(actions, logger),
      details,
      fleet,
      locks,
      marks: markActions,
      httpAuth: options.httpAuth,
    }),
    availability: guards.availability.bind(guards),
  };
}

function ownerOf(
  trees: DeliveryOptions['trees'],
  ref: string,
): string | undefined {
  const located = trees.items().get(entityRef(ref));
  return located && readDirectory(trees).ownerOf(located);
}

function matchableItems(trees: DeliveryOptions['trees']) {
  return [...trees.items().values()].map(({ treeId, item }) => ({
    item,
    repository: trees.tree(treeId)?.options.repository,
  }));
}
