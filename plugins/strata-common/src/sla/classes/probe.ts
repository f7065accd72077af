import type { SliClass } from './SliClass';

/** Synthetic checks by the blackbox exporter. @public */
export const probe: SliClass = {
  name: 'probe',
  title: 'Probes answered',
  description:
    'Probes the blackbox exporter sent; bad are those that did not succeed.',
  dimension: 'availability',
  events: 'probes',
  threshold: { kind: 'none' },
  sources: [
    {
      labels: { namespace: 'namespace', workload: 'job' },
      bad: ({ range }) =>
        `count_over_time(probe_success[${range}]) - sum_over_time(probe_success[${range}])`,
      total: ({ range }) => `count_over_time(probe_success[${range}])`,
    },
  ],
  reference: 'https://github.com/prometheus/blackbox_exporter',
};
