import { randomUUID } from 'node:crypto';
import type {
  AuthService,
  BackstageCredentials,
  DatabaseService,
  HttpAuthService,
  LifecycleService,
  LoggerService,
  UrlReaderService,
} from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import type { Change } from '@strata/plugin-strata-common';
import type { AuditLog } from '../audit/AuditLog';
import type { EntityAuthorizer } from '../authorize/EntityAuthorizer';
import type { DeliveryService } from '../delivery/DeliveryService';
import type { SlaService } from '../sla/SlaService';
import type { TreeService } from '../tree/TreeService';
import { AuditedActions } from './AuditedActions';
import { AuthorizedChanges } from './AuthorizedChanges';
import { Changes } from './Changes';
import type { ChangesService } from './ChangesService';
import { readChangeTrees } from './changeTrees';
import { DatabaseChangeStore } from './DatabaseChangeStore';
import { HeadTrees } from './HeadTree';
import { Intents } from './Intents';
import { Journeys } from './Journeys';
import { Openings } from './Openings';
import { createChangesRouter } from './router';
import { takeOverFromHost } from './takeOver';
import { readTemplateFolder } from './templateFolder';

export interface ChangesOptions {
  config: Config;
  logger: LoggerService;
  database: DatabaseService;
  urlReader: UrlReaderService;
  lifecycle: LifecycleService;
  auth: AuthService;
  httpAuth: HttpAuthService;
  authorizer: EntityAuthorizer;
  audit: AuditLog;
  trees: TreeService;
  delivery: DeliveryService;
  sla: SlaService;
  /** Directory with one folder per template; without it none can be used. */
  templatesDirectory: string | undefined;
  now: () => Date;
}

/**
 * The change engine and its routes. Journeys move with the snapshots of tree,
 * delivery and SLA; nothing polls. The table must exist.
 */
export async function createChanges(options: ChangesOptions) {
  const { config, logger, trees, delivery, sla, authorizer, now } = options;
  const listeners = new Set<(change: Change) => void>();
  const changed: ConstructorParameters<
    typeof Journeys
  >[0]['changed'] = record => {
    const change = changes.toChange(record);
    for (const listener of listeners) listener(change);
  };
  const store = new DatabaseChangeStore(await options.database.getClient());
  const journeys = new Journeys({
    store,
    trees,
    delivery,
    sla,
    logger,
    now,
    changed,
  });
  const userOf = (credentials: BackstageCredentials) =>
    options.auth.isPrincipal(credentials, 'user')
      ? credentials.principal.userEntityRef
      : undefined;
  const changeTrees = new Map(
    readChangeTrees(config, {
      urlReader: options.urlReader,
      integrations: ScmIntegrations.fromConfig(config),
    }).map(tree => [tree.id, tree] as const),
  );
  const templates = options.templatesDirectory
    ? await readTemplateFolder(options.templatesDirectory)
    : new Map();
  const heads = new HeadTrees();
  const intents = new Intents(changeTrees, templates, heads);
  const changes = new Changes({
    intents,
    openings: new Openings({
      intents,
      store,
      trees,
      now,
      newId: randomUUID,
      changed,
    }),
    heads,
    store,
    journeys,
    authorizer,
    audit: new AuditedActions(options.audit, authorizer, userOf, logger),
    trees,
    logger,
    now,
    changed,
  });

  const takeOver = async (treeId: string) => {
    const host = changeTrees.get(treeId)?.host;
    if (host) await takeOverFromHost(treeId, host, { store, now, changed });
  };
  const follow = (what: string, step: () => Promise<void>) => {
    step().catch(error =>
      logger.error(`journeys did not move after ${what}`, error),
    );
  };
  const ends = [
    trees.subscribe(treeId =>
      follow(`tree ${treeId} was read`, async () => {
        await takeOver(treeId);
        await journeys.look();
      }),
    ),
    delivery.subscribe(refs =>
      follow('delivery changed', () => journeys.look(refs)),
    ),
    sla.subscribe(refs =>
      follow('SLA was measured', () => journeys.look(refs)),
    ),
  ];
  options.lifecycle.addStartupHook(async () => {
    for (const { id } of trees.list()) {
      follow(`start, in tree ${id}`, () => takeOver(id));
    }
  });
  options.lifecycle.addShutdownHook(() => ends.forEach(end => end()));

  const service: ChangesService = {
    list: filter => changes.list(filter),
    get: (id, credentials) => changes.get(id, credentials),
    preview: (intent, credentials) => changes.preview(intent, credentials),
    create: (request, credentials) => changes.create(request, credentials),
    merge: (id, credentials) => changes.merge(id, credentials),
    close: (id, credentials) => changes.close(id, credentials),
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    service,
    router: createChangesRouter({
      reads: new AuthorizedChanges({ changes: service, authorizer, trees }),
      changes: service,
      httpAuth: options.httpAuth,
    }),
  };
}
