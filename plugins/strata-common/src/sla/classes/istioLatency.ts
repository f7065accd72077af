import { leMatcher } from './le';
import type { SliClass } from './SliClass';

const bucketsMilliseconds = [
  0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000,
  60_000, 300_000, 600_000, 1_800_000, 3_600_000,
];

/** Requests slower than the threshold, from Istio's histogram. @public */
export const istioLatency: SliClass = {
  name: 'istio-latency',
  title: 'Requests fast enough (Istio)',
  description:
    'Requests that Istio saw arrive; bad are those slower than the threshold.',
  dimension: 'latency',
  events: 'requests',
  threshold: {
    kind: 'bucket',
    bucketsSeconds: bucketsMilliseconds.map(ms => ms / 1000),
  },
  sources: [
    {
      labels: {
        namespace: 'destination_workload_namespace',
        workload: 'destination_workload',
      },
      bad: ({ increase }, { seconds }) =>
        `${increase(
          'istio_request_duration_milliseconds_count{reporter=~"destination|waypoint"}',
        )} - sum without (le) (${increase(
          `istio_request_duration_milliseconds_bucket{reporter=~"destination|waypoint",${leMatcher(
            Number((seconds * 1000).toPrecision(12)),
          )}}`,
        )})`,
      total: ({ increase }) =>
        increase(
          'istio_request_duration_milliseconds_count{reporter=~"destination|waypoint"}',
        ),
    },
  ],
  // Buckets are Envoy's defaults, which Istio keeps.
  reference: 'https://istio.io/latest/docs/reference/config/metrics/',
};
