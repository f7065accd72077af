import type { SchedulerService } from '@backstage/backend-plugin-api';

/** Nothing runs by the clock; a bench starts what it measures. */
export const idleScheduler: SchedulerService = {
  triggerTask: async () => {},
  cancelTask: async () => {},
  scheduleTask: async () => {},
  createScheduledTaskRunner: () => ({ run: async () => {} }),
  getScheduledTasks: async () => [],
};
