import type { SliClass } from './SliClass';

/** The definition brings its own PromQL. @public */
export const custom: SliClass = {
  name: 'custom',
  title: 'Own expressions',
  description:
    'Bad and total events of the last five minutes by the PromQL in service.yaml.',
  dimension: 'other',
  events: 'events',
  threshold: { kind: 'none' },
  sources: 'declared',
  reference: 'https://prometheus.io/docs/prometheus/latest/querying/basics/',
};
