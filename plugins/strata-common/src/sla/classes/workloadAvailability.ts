import type { SliClass, SliSource } from './SliClass';

/** Replicas wanted against replicas available, in replica-minutes. */
function replicas(
  workload: string,
  wanted: string,
  available: string,
): SliSource {
  return {
    labels: { namespace: 'namespace', workload },
    // More available than wanted is a roll-out in its surge, not a credit.
    bad: ({ gaugeMinutes }) =>
      `clamp_min(${gaugeMinutes(wanted)} - ${gaugeMinutes(available)}, 0)`,
    total: ({ gaugeMinutes }) => gaugeMinutes(wanted),
  };
}

/** For what serves no requests of its own: are its replicas there? @public */
export const workloadAvailability: SliClass = {
  name: 'workload-availability',
  title: 'Replicas available',
  description:
    'Replica-minutes that Deployments, StatefulSets and DaemonSets want; bad are those without an available replica.',
  dimension: 'availability',
  events: 'replica-minutes',
  threshold: { kind: 'none' },
  sources: [
    replicas(
      'deployment',
      'kube_deployment_spec_replicas',
      'kube_deployment_status_replicas_available',
    ),
    replicas(
      'statefulset',
      'kube_statefulset_replicas',
      'kube_statefulset_status_replicas_available',
    ),
    replicas(
      'daemonset',
      'kube_daemonset_status_desired_number_scheduled',
      'kube_daemonset_status_number_available',
    ),
  ],
  reference:
    'https://github.com/kubernetes/kube-state-metrics/tree/main/docs/metrics/workload',
};
