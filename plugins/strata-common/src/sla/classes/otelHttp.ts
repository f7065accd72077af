import type { SliClass } from './SliClass';

/** Server spans as metrics by the OpenTelemetry HTTP conventions. @public */
export const otelHttp: SliClass = {
  name: 'otel-http',
  title: 'Requests answered (OpenTelemetry)',
  description:
    'HTTP requests the service reports itself; bad are those answered with 5xx.',
  dimension: 'availability',
  events: 'requests',
  threshold: { kind: 'none' },
  sources: [
    {
      labels: { namespace: 'k8s_namespace_name', workload: 'service_name' },
      bad: ({ increase }) =>
        increase(
          'http_server_request_duration_seconds_count{http_response_status_code=~"5.."}',
        ),
      total: ({ increase }) =>
        increase('http_server_request_duration_seconds_count'),
    },
  ],
  reference: 'https://opentelemetry.io/docs/specs/semconv/http/http-metrics/',
};
