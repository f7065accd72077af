import { kubernetesTime } from '../time/clock';
import { kinds, type ResourceKind } from '../kubernetes/kinds';
import type { KubeObject } from '../kubernetes/objects';
import { nodeNames } from './pods';

const age = 120 * 24 * 3600_000;

/** What a cluster has before anything is deployed: nodes and namespaces. */
export function clusterObjects(
  now: number,
): { kind: ResourceKind; object: KubeObject }[] {
  const creationTimestamp = kubernetesTime(now - age);
  return [
    ...nodeNames.map((name, index) => ({
      kind: kinds.node,
      object: {
        apiVersion: 'v1',
        kind: 'Node',
        metadata: {
          name,
          creationTimestamp,
          labels: {
            'kubernetes.io/hostname': name,
            'kubernetes.io/os': 'linux',
          },
        },
        spec: { podCIDR: `10.42.${index}.0/24` },
        status: {
          capacity: { cpu: '16', memory: '64Gi', pods: '110' },
          conditions: [
            { type: 'Ready', status: 'True', reason: 'KubeletReady' },
          ],
          nodeInfo: { kubeletVersion: 'v1.34.2', osImage: 'simulated' },
        },
      },
    })),
    ...['default', 'kube-system', 'argocd'].map(name => ({
      kind: kinds.namespace,
      object: namespaceObject(name, {}, creationTimestamp),
    })),
  ];
}

export const namespaceObject = (
  name: string,
  labels: Record<string, string>,
  creationTimestamp: string | undefined,
): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name,
    ...(creationTimestamp && { creationTimestamp }),
    labels: { 'kubernetes.io/metadata.name': name, ...labels },
  },
  status: { phase: 'Active' },
});
