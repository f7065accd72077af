import type { Check } from './Check';

/** A promise nobody measures. @internal */
export const slaWithoutMonitoring: Check = {
  code: 'sla-without-monitoring',
  *run(context) {
    for (const item of context.items) {
      yield;
      const { sla, monitoring } = item.definition?.spec ?? {};
      if (sla?.availability === undefined && sla?.latency === undefined)
        continue;
      if (monitoring?.enabled) continue;
      context.report(
        'warning',
        context.keyAt(item, 'spec', 'sla'),
        `${item.path} promises an SLA and has no monitoring`,
        'Add spec.monitoring with enabled: true, or remove the promise.',
      );
    }
  },
};
