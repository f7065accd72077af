import { isWorkload, keyOf } from './comparison';
import type { ApplicationRecord } from './Record';
import { scaledByHand } from './scenario';

/** What can happen to the workloads of an Application, on demand. */
export function disturbRecord(
  record: ApplicationRecord,
  name: string,
  how: 'drift' | 'degrade' | 'recover' | 'stick',
  now: number,
) {
  const workload = record.live.find(isWorkload);
  if (!workload && (how === 'drift' || how === 'degrade')) {
    throw new Error(`the Application ${name} has no workload to ${how}`);
  }
  switch (how) {
    case 'drift':
      record.live = record.live.map(object =>
        object === workload ? scaledByHand(object) : object,
      );
      break;
    case 'degrade':
      record.trouble = {
        kind: 'degraded',
        workload: workload ? keyOf(workload) : '',
        reason: 'CrashLoopBackOff',
        since: now,
      };
      break;
    case 'recover':
      record.trouble = undefined;
      record.stuck = false;
      break;
    case 'stick':
      record.stuck = true;
      break;
    default:
      throw new Error(
        `unknown disturbance ${JSON.stringify(how satisfies never)}`,
      );
  }
}
