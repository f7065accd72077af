import type { KubeObject } from '../kubernetes/objects';
import { isWorkload, keyOf } from './comparison';
import type { ApplicationRecord } from './Record';

export const healthStatuses = [
  'Healthy',
  'Suspended',
  'Progressing',
  'Missing',
  'Degraded',
  'Unknown',
] as const;
export type HealthStatus = (typeof healthStatuses)[number];

/** From best to worst: Argo CD's own order. */
const rank: Record<HealthStatus, number> = {
  Healthy: 0,
  Suspended: 1,
  Progressing: 2,
  Missing: 3,
  Degraded: 4,
  Unknown: 5,
};

export const worstHealth = (statuses: readonly HealthStatus[]): HealthStatus =>
  statuses.reduce<HealthStatus>(
    (worst, status) => (rank[status] > rank[worst] ? status : worst),
    'Healthy',
  );

/**
 * Kinds with a health check in Argo CD, of those that occur here. Others have
 * no health of their own, which is not the same as being healthy.
 */
const checked = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'Pod',
  'Service',
  'Ingress',
  'PersistentVolumeClaim',
  'Job',
  'HorizontalPodAutoscaler',
  'ApplicationSet',
  'Certificate',
  'SealedSecret',
]);

/** Health of one live resource, or undefined where nothing checks its kind. */
export function resourceHealth(
  object: KubeObject,
  record: ApplicationRecord,
  now: number,
): { status: HealthStatus; message?: string } | undefined {
  if (!checked.has(object.kind)) return undefined;
  if (!isWorkload(object)) return { status: 'Healthy' };
  const { trouble } = record;
  if (trouble && trouble.workload === keyOf(object)) {
    switch (trouble.kind) {
      case 'degraded':
        return {
          status: 'Degraded',
          message: `${object.kind} "${object.metadata.name}" exceeded its progress deadline`,
        };
      case 'progressing':
        return {
          status: 'Progressing',
          message:
            'Waiting for rollout to finish: 1 out of 2 new replicas have been updated...',
        };
      default:
        throw new Error(
          `unknown trouble ${JSON.stringify(trouble satisfies never)}`,
        );
    }
  }
  if (isRollingOver(object, record, now)) {
    return {
      status: 'Progressing',
      message:
        'Waiting for rollout to finish: 0 of 1 updated replicas are available...',
    };
  }
  return { status: 'Healthy' };
}

/** Whether a workload's new Pods are still on their way. */
export const isRollingOver = (
  object: KubeObject,
  record: ApplicationRecord,
  now: number,
) => now < record.rolledOutAt && changedSince(object, record);

function changedSince(object: KubeObject, record: ApplicationRecord) {
  const before = record.previous.find(old => keyOf(old) === keyOf(object));
  return !before || JSON.stringify(before.spec) !== JSON.stringify(object.spec);
}
