import { between, fraction } from '../time/seeded';
import { kubernetesTime } from '../time/clock';
import type { Commit } from '../repository/Repository';
import type { Rendering } from '../render/render';
import type { Application, HistoryEntry } from './application';
import { isWorkload, keyOf } from './comparison';
import { emptyRecord, type ApplicationRecord } from './Record';
import { scaledByHand, type Start } from './scenario';
import { isAutomated, type ApplicationSpec } from './spec';
import { revisionFields, sourceFields } from './status';

const minute = 60_000;
const hour = 60 * minute;
/** What was there before the sandbox has been measured for longer than any window. */
const measuredFor = 60 * 24 * hour;

/** One deployment that lies behind: the commit and what it came to. */
interface Deployment {
  commit: Commit;
  rendering: Rendering;
}

/**
 * The past of an Application that is there when the sandbox first starts: what
 * it has deployed, when and by whom, and what has happened to it since.
 *
 * @param deployments - commits that changed what it renders to, oldest first
 */
export function prehistory(
  application: Application,
  spec: ApplicationSpec,
  deployments: readonly Deployment[],
  start: Start,
  seed: number,
  now: number,
): { application: Application; record: ApplicationRecord } {
  const record = emptyRecord();
  const { name } = application.metadata;
  const done = start.kind === 'never_deployed' ? [] : deployments;
  const last = start.kind === 'behind_its_gate' ? done.slice(0, 1) : done;
  const history = last.map(({ commit }, id): HistoryEntry => {
    const lag = isAutomated(spec)
      ? between(20_000, 3 * minute, seed, name, id)
      : between(hour, 6 * hour, seed, name, id);
    const started = Math.min(commit.at + lag, now - 5 * minute);
    return {
      id,
      ...revisionFields(spec, commit.sha),
      ...sourceFields(application),
      deployStartedAt: kubernetesTime(started),
      deployedAt: kubernetesTime(
        started + between(8000, 40_000, seed, name, id, 'took'),
      ),
      initiatedBy: isAutomated(spec)
        ? { automated: true }
        : { username: `proj:${spec.project}:portal` },
    };
  });
  const newest = history.at(-1);
  record.live = last.at(-1)?.rendering.objects ?? [];
  record.rolledOutAt = newest ? Date.parse(newest.deployedAt) + minute : 0;
  record.reportsFrom = newest ? now - measuredFor : undefined;
  spoil(record, start, seed, name, now);
  const entry = newest && {
    operation: {
      sync: revisionFields(spec, last.at(-1)?.commit.sha ?? ''),
      initiatedBy: newest.initiatedBy,
    },
    phase: 'Succeeded' as const,
    message: 'successfully synced (all tasks run)',
    startedAt: newest.deployStartedAt ?? newest.deployedAt,
    finishedAt: newest.deployedAt,
    syncResult: {
      ...revisionFields(spec, last.at(-1)?.commit.sha ?? ''),
      ...sourceFields(application),
    },
  };
  return {
    record,
    application: {
      ...application,
      metadata: {
        ...application.metadata,
        creationTimestamp: kubernetesTime(
          (deployments[0]?.commit.at ?? now) + fraction(seed, name) * minute,
        ),
      },
      status: {
        ...application.status,
        ...(history.length > 0 && { history }),
        ...(entry && { operationState: entry }),
      },
    },
  };
}

function spoil(
  record: ApplicationRecord,
  start: Start,
  seed: number,
  name: string,
  now: number,
) {
  const workload = record.live.find(isWorkload);
  const since = now - between(20 * minute, 3 * hour, seed, name, 'since');
  switch (start.kind) {
    case 'in_step':
    case 'behind_its_gate':
    case 'never_deployed':
      break;
    case 'drifted':
      record.live = record.live.map(object =>
        object === workload ? scaledByHand(object) : object,
      );
      break;
    case 'degraded':
      if (workload) {
        record.trouble = {
          kind: 'degraded',
          workload: keyOf(workload),
          reason: 'CrashLoopBackOff',
          since,
        };
      }
      break;
    case 'progressing':
      if (workload) {
        record.trouble = {
          kind: 'progressing',
          workload: keyOf(workload),
          since,
        };
      }
      break;
    case 'stuck':
      record.stuck = true;
      break;
    default:
      throw new Error(`unknown start ${JSON.stringify(start satisfies never)}`);
  }
}
