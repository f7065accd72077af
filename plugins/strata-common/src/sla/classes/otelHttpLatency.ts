import { leMatcher } from './le';
import type { SliClass } from './SliClass';

/** Requests slower than the threshold, by the OpenTelemetry HTTP conventions. @public */
export const otelHttpLatency: SliClass = {
  name: 'otel-http-latency',
  title: 'Requests fast enough (OpenTelemetry)',
  description:
    'HTTP requests the service reports itself; bad are those slower than the threshold.',
  dimension: 'latency',
  events: 'requests',
  threshold: {
    kind: 'bucket',
    bucketsSeconds: [
      0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
    ],
  },
  sources: [
    {
      labels: { namespace: 'k8s_namespace_name', workload: 'service_name' },
      bad: ({ increase }, { seconds }) =>
        `${increase(
          'http_server_request_duration_seconds_count',
        )} - sum without (le) (${increase(
          `http_server_request_duration_seconds_bucket{${leMatcher(seconds)}}`,
        )})`,
      total: ({ increase }) =>
        increase('http_server_request_duration_seconds_count'),
    },
  ],
  reference: 'https://opentelemetry.io/docs/specs/semconv/http/http-metrics/',
};
