import type {
  HttpAuthService,
  LifecycleService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import type { EntityAuthorizer } from '../authorize/EntityAuthorizer';
import { type Clock, systemClock } from '../delivery/clock';
import type { TreeService } from '../tree/TreeService';
import { AuthorizedSla } from './AuthorizedSla';
import { PrometheusClient } from './prometheus/PrometheusClient';
import { PrometheusSource } from './PrometheusSource';
import { createSlaRouter } from './router';
import { readSlaSettings } from './settings';
import { SloDirectory } from './SloDirectory';
import { type DeployMarkers, SloPlots } from './SloPlots';
import { SnapshotSlaService } from './SnapshotSlaService';

export interface SlaOptions {
  config: Config;
  logger: LoggerService;
  lifecycle: LifecycleService;
  trees: Pick<TreeService, 'items' | 'subscribe'>;
  httpAuth: HttpAuthService;
  authorizer: EntityAuthorizer;
  /** Deploys to mark on plots; delivery's history. */
  deployMarkers: DeployMarkers;
  clock?: Clock;
  /** For one answer of Prometheus. Default 20 seconds. */
  timeoutMs?: number;
}

/** Five missed cycles; a shorter interval does not make patience shorter. */
const staleAfter = (intervalMs: number) => Math.max(5 * intervalMs, 300_000);

/** Reads every Prometheus from start to shutdown, and answers out of the snapshots. */
export function createSla(options: SlaOptions) {
  const { logger, lifecycle, trees, authorizer } = options;
  const clock = options.clock ?? systemClock;
  const settings = readSlaSettings(options.config);
  const shutdown = new AbortController();
  const directory = new SloDirectory(trees);
  const sources = settings.prometheus.map(
    prometheus =>
      new PrometheusSource({
        client: new PrometheusClient({
          ...prometheus,
          timeoutMs: options.timeoutMs,
        }),
        clock,
        logger,
        intervalMs: settings.intervalMs,
        staleAfterMs: staleAfter(settings.intervalMs),
        windows: () => directory.windows(),
        onCycle: () => service.publish(),
      }),
  );
  const plots = new SloPlots({
    directory,
    sources,
    deployMarkers: options.deployMarkers,
    clock,
  });
  const service = new SnapshotSlaService({
    directory,
    sources,
    plots,
    clock,
    logger,
  });

  const unsubscribe = trees.subscribe(() => service.publish());
  lifecycle.addStartupHook(() => {
    for (const source of sources) {
      source
        .run(shutdown.signal)
        .catch(error => logger.error(`${source.id} stopped`, error));
    }
  });
  lifecycle.addShutdownHook(async () => {
    unsubscribe();
    shutdown.abort();
    await Promise.all(sources.map(({ client }) => client.close()));
  });

  const sla = new AuthorizedSla({ directory, service, authorizer, clock });
  return {
    service,
    router: createSlaRouter({ sla, httpAuth: options.httpAuth }),
  };
}
