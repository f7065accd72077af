import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type { Clock } from '../clock';
import type { DeliverySettings } from '../settings';
import type { TransitionLog } from './TransitionLog';

/** Forgets old transitions, on one replica at a time. */
export async function scheduleRetention({
  scheduler,
  settings,
  transitions,
  clock,
  logger,
}: {
  scheduler: Pick<SchedulerService, 'scheduleTask'>;
  settings: Pick<DeliverySettings, 'retentionMs'>;
  transitions: Pick<TransitionLog, 'clean'>;
  clock: Clock;
  logger: LoggerService;
}): Promise<void> {
  await scheduler.scheduleTask({
    id: 'strata-delivery-retention',
    frequency: { hours: 6 },
    timeout: { minutes: 10 },
    initialDelay: { minutes: 5 },
    fn: async () => {
      const forgotten = await transitions.clean(
        clock.now() - settings.retentionMs,
      );
      if (forgotten > 0) logger.info(`forgot ${forgotten} old transitions`);
    },
  });
}
