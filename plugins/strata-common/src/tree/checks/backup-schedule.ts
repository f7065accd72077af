import { CronExpressionParser } from 'cron-parser';
import type { Check } from './Check';

/** A schedule that no cron understands backs nothing up. @internal */
export const backupSchedule: Check = {
  code: 'backup-schedule',
  *run(context) {
    for (const item of context.items) {
      yield;
      const schedule = item.definition?.spec.backup?.schedule;
      if (schedule === undefined || isCron(schedule)) continue;
      context.report(
        'error',
        context.at(item, 'spec', 'backup', 'schedule'),
        `${JSON.stringify(schedule)} is no cron schedule`,
        'Write five fields, such as "0 3 * * *" for every night at three.',
      );
    }
  },
};

function isCron(schedule: string): boolean {
  if (schedule.trim().split(/\s+/).length !== 5) return /^@\w+$/.test(schedule);
  try {
    CronExpressionParser.parse(schedule);
    return true;
  } catch {
    return false;
  }
}
