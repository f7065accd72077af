import type {
  DatabaseService,
  LoggerService,
  RootConfigService,
  SchedulerService,
  UrlReaderService,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import type { EventsService } from '@backstage/plugin-events-node';
import { treeAcceptedTopic } from '@strata/plugin-strata-common';
import { DatabaseTreeStore } from './DatabaseTreeStore';
import { readTreeConfig } from './treeConfig';
import { Trees } from './Trees';
import type { TreeService } from './TreeService';

/** How soon a replica learns what another one accepted, at the latest. */
const pollEvery = { seconds: 5 };

/**
 * The trees of the configuration: what was accepted is in force at once, and
 * one replica at a time reads each of them. The tables must exist.
 */
export async function createTrees(deps: {
  config: RootConfigService;
  logger: LoggerService;
  database: DatabaseService;
  scheduler: SchedulerService;
  urlReader: UrlReaderService;
  events: EventsService;
  now: () => Date;
}): Promise<TreeService> {
  const { config, logger, scheduler, events } = deps;
  const configured = readTreeConfig(config, {
    urlReader: deps.urlReader,
    integrations: ScmIntegrations.fromConfig(config),
  });
  const trees = await Trees.create({
    trees: configured,
    store: new DatabaseTreeStore(await deps.database.getClient()),
    logger,
    now: deps.now,
    announce: eventPayload =>
      events.publish({ topic: treeAcceptedTopic, eventPayload }),
  });
  for (const { id, frequency } of configured) {
    await scheduler.scheduleTask({
      id: `strata-read-tree-${id}`,
      scope: 'global',
      frequency,
      timeout: { minutes: 10 },
      fn: signal => trees.refresh(id, signal),
    });
  }
  await scheduler.scheduleTask({
    id: 'strata-follow-trees',
    scope: 'local',
    frequency: pollEvery,
    timeout: { minutes: 1 },
    fn: () => trees.reload(),
  });
  return trees;
}
