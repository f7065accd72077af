import { kubernetesTime } from '../time/clock';
import type { KubeObject } from '../kubernetes/objects';
import type { PodGroup } from './pods';

/** `status` of a workload, from the Pods it has. */
export function workloadStatus(
  object: KubeObject,
  groups: readonly PodGroup[],
  now: number,
) {
  const current = groups.at(-1);
  const replicas = groups.reduce((sum, group) => sum + group.size, 0);
  const ready = groups.reduce((sum, group) => sum + group.ready, 0);
  const wanted = current?.size ?? 0;
  const updated = current?.size ?? 0;
  const isComplete =
    ready >= wanted && groups.length === 1 && !current?.waiting;
  const failed =
    current?.waiting !== undefined &&
    current.waiting.reason !== 'ContainerCreating';
  if (object.kind === 'DaemonSet') {
    return {
      currentNumberScheduled: wanted,
      desiredNumberScheduled: wanted,
      numberReady: ready,
      numberAvailable: ready,
      numberMisscheduled: 0,
      updatedNumberScheduled: updated,
      observedGeneration: 1,
    };
  }
  const time = kubernetesTime(Math.min(now, current?.createdAt ?? now));
  return {
    observedGeneration: 1,
    replicas,
    updatedReplicas: updated,
    readyReplicas: ready,
    availableReplicas: ready,
    ...(ready < wanted && { unavailableReplicas: wanted - ready }),
    conditions: [
      {
        type: 'Available',
        status: ready >= Math.min(1, wanted) ? 'True' : 'False',
        reason:
          ready >= Math.min(1, wanted)
            ? 'MinimumReplicasAvailable'
            : 'MinimumReplicasUnavailable',
        lastTransitionTime: time,
        lastUpdateTime: time,
      },
      {
        type: 'Progressing',
        status: failed ? 'False' : 'True',
        reason: progressReason(failed, isComplete),
        lastTransitionTime: time,
        lastUpdateTime: time,
      },
    ],
  };
}

function progressReason(failed: boolean, isComplete: boolean) {
  if (failed) return 'ProgressDeadlineExceeded';
  return isComplete ? 'NewReplicaSetAvailable' : 'ReplicaSetUpdated';
}
