import type {
  AuditorService,
  AuthService,
  DatabaseService,
  HttpAuthService,
  HttpRouterService,
  LifecycleService,
  LoggerService,
  PermissionsRegistryService,
  PermissionsService,
  RootConfigService,
  SchedulerService,
  UrlReaderService,
} from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import { strataPermissions } from '@strata/plugin-strata-common';
import { createAudit } from './audit';
import { DefaultEntityAuthorizer } from './authorize/DefaultEntityAuthorizer';
import { createChanges } from './changes';
import { openDatabase } from './database/migrate';
import { createDelivery, createWaitingRouter } from './delivery';
import { deployMarkers } from './delivery/deployMarkers';
import { createOwnersRouter, OwnersService } from './owners';
import { broadcastChanges } from './signals/broadcast';
import { createSla } from './sla';
import { createSourcesRouter, withNotes } from './sources';
import { createTrees, createTreesRouter } from './tree';
import { knownRepositories } from './tree/repositories';
import { TreeSources } from './tree/treeSources';

export interface StrataDeps {
  auditor: AuditorService;
  auth: AuthService;
  config: RootConfigService;
  database: DatabaseService;
  events: EventsService;
  httpAuth: HttpAuthService;
  httpRouter: HttpRouterService;
  lifecycle: LifecycleService;
  logger: LoggerService;
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
  scheduler: SchedulerService;
  signals: SignalsService;
  urlReader: UrlReaderService;
}

const now = () => new Date();

/** Puts the capabilities together: each knows the others by interface alone. */
export async function createStrata(deps: StrataDeps): Promise<void> {
  const { config, httpAuth, lifecycle, logger, permissions } = deps;
  const knex = await openDatabase(deps.database);
  deps.permissionsRegistry.addPermissions(strataPermissions);

  const trees = await createTrees({ ...deps, now });
  const authorizer = new DefaultEntityAuthorizer(permissions, deps.auth, trees);
  const audit = createAudit({ ...deps, knex, now });
  const delivery = createDelivery({
    ...deps,
    knex,
    trees,
    audit: audit.log,
    authorizer,
    repositories: knownRepositories(config),
  });
  const sla = createSla({
    ...deps,
    trees,
    authorizer,
    deployMarkers: deployMarkers(delivery),
  });
  const changes = await createChanges({
    ...deps,
    authorizer,
    audit: audit.log,
    trees,
    delivery: delivery.service,
    sla: sla.service,
    templatesDirectory: config.getOptionalString('strata.changes.templates'),
    now,
  });

  const treeSources = new TreeSources(trees, now);
  const label = withNotes(config);
  const sources = () =>
    label([
      ...treeSources.list(),
      ...delivery.service.sources(),
      ...sla.service.sources(),
    ]);
  const owners = new OwnersService({
    trees,
    delivery: delivery.service,
    sla: sla.service,
    changes: changes.service,
    authorizer,
    availability: delivery.availability,
    sources,
    now,
  });

  for (const router of [
    createTreesRouter({
      ...deps,
      trees,
      authorizer,
      audit: audit.log,
      now,
    }),
    audit.router,
    delivery.router,
    sla.router,
    changes.router,
    createWaitingRouter({
      waiting: delivery.waiting,
      changes: changes.service,
      httpAuth,
    }),
    createOwnersRouter({ owners, sources, httpAuth, now }),
    createSourcesRouter({ sources, httpAuth, now }),
  ]) {
    deps.httpRouter.use(router);
  }

  const end = broadcastChanges({
    signals: deps.signals,
    logger,
    trees,
    delivery: delivery.service,
    sla: sla.service,
    changes: changes.service,
  });
  lifecycle.addShutdownHook(end);
}
