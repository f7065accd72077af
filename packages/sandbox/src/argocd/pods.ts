import { kubernetesTime } from '../time/clock';
import { fraction, hex, suffix } from '../time/seeded';
import type { KubeObject, OwnerReference } from '../kubernetes/objects';
import { isFields, type Fields } from '../render/merging';

/** Pods of one template. */
export interface PodGroup {
  /** `pod-template-hash`. */
  hash: string;
  template: Fields;
  labels: Record<string, string>;
  size: number;
  ready: number;
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** Why those that are not ready are not. */
  waiting?: { reason: string; restarts: number };
}

/** The nodes of the simulated cluster. */
export const nodeNames = ['homelab-1', 'homelab-2', 'homelab-3'];

/** The Pods of a group as its workload would have made them. */
export function podsOf(
  workload: KubeObject,
  group: PodGroup,
  owner: OwnerReference,
  now: number,
): KubeObject[] {
  return Array.from({ length: group.size }, (_, index) => {
    const name = podName(workload, group, index);
    const isReady = index < group.ready;
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name,
        namespace: workload.metadata.namespace,
        labels: {
          ...group.labels,
          ...(workload.kind === 'Deployment' && {
            'pod-template-hash': group.hash,
          }),
        },
        ownerReferences: [owner],
        creationTimestamp: kubernetesTime(Math.min(now, group.createdAt)),
      },
      spec: {
        ...(isFields(group.template.spec) ? group.template.spec : {}),
        nodeName: nodeNames[index % nodeNames.length],
      },
      status: podStatus(name, group, isReady, now),
    };
  });
}

function podName(workload: KubeObject, group: PodGroup, index: number) {
  const { name } = workload.metadata;
  switch (workload.kind) {
    case 'StatefulSet':
      return `${name}-${index}`;
    case 'Deployment':
      return `${name}-${group.hash}-${suffix(5, name, group.hash, index)}`;
    default:
      return `${name}-${suffix(5, name, group.hash, index)}`;
  }
}

function podStatus(name: string, group: PodGroup, ready: boolean, now: number) {
  const time = kubernetesTime(Math.min(now, group.createdAt));
  const condition = (type: string, holds: boolean) => ({
    type,
    status: holds ? 'True' : 'False',
    lastProbeTime: null,
    lastTransitionTime: time,
  });
  const crashing =
    !ready && group.waiting && group.waiting.reason !== 'ContainerCreating';
  return {
    phase: ready || crashing ? 'Running' : 'Pending',
    conditions: [
      condition('Initialized', true),
      condition('Ready', ready),
      condition('ContainersReady', ready),
      condition('PodScheduled', true),
    ],
    hostIP: '10.20.0.1',
    podIP: `10.42.${Math.floor(fraction(name, 'net') * 254)}.${
      1 + Math.floor(fraction(name, 'host') * 253)
    }`,
    startTime: time,
    containerStatuses: containersOf(group.template).map(container => ({
      name: container.name,
      image: container.image,
      imageID: `${container.image.split(':')[0]}@sha256:${hex(
        64,
        container.image,
      )}`,
      containerID: `containerd://${hex(64, name, container.name)}`,
      ready,
      started: ready,
      restartCount: ready ? 0 : group.waiting?.restarts ?? 0,
      state: ready
        ? { running: { startedAt: time } }
        : {
            waiting: {
              reason: group.waiting?.reason ?? 'ContainerCreating',
              ...(crashing && {
                message: `back-off 5m0s restarting failed container=${container.name} pod=${name}`,
              }),
            },
          },
      ...(crashing && {
        lastState: {
          terminated: {
            exitCode: 1,
            reason: 'Error',
            finishedAt: kubernetesTime(now),
          },
        },
      }),
    })),
  };
}

function containersOf(template: Fields): { name: string; image: string }[] {
  const spec = isFields(template.spec) ? template.spec : {};
  const containers = Array.isArray(spec.containers) ? spec.containers : [];
  return containers.filter(isFields).map(container => ({
    name: String(container.name ?? 'main'),
    image: String(container.image ?? ''),
  }));
}
