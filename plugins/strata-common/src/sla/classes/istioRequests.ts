import type { SliClass } from './SliClass';

/**
 * Requests as the receiving sidecar or waypoint saw them. Response code 0 is a
 * connection that ended without an answer, which the caller feels as a failure.
 * @public
 */
export const istioRequests: SliClass = {
  name: 'istio-requests',
  title: 'Requests answered (Istio)',
  description:
    'Requests that Istio saw arrive; bad are those answered with 5xx or not at all.',
  dimension: 'availability',
  events: 'requests',
  threshold: { kind: 'none' },
  sources: [
    {
      labels: {
        namespace: 'destination_workload_namespace',
        workload: 'destination_workload',
      },
      bad: ({ increase }) =>
        increase(
          'istio_requests_total{reporter=~"destination|waypoint",response_code=~"5..|0"}',
        ),
      total: ({ increase }) =>
        increase('istio_requests_total{reporter=~"destination|waypoint"}'),
    },
  ],
  reference: 'https://istio.io/latest/docs/reference/config/metrics/',
};
