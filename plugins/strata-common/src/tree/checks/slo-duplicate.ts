import type { Check } from './Check';

/** Name and environment are the identity of an objective. @internal */
export const sloDuplicate: Check = {
  code: 'slo-duplicate',
  *run(context) {
    for (const item of context.items) {
      yield;
      const last = item.environments[item.environments.length - 1]?.name;
      const seen = new Set<string>();
      item.definition?.spec.slos?.forEach((slo, index) => {
        const environment = slo.environment ?? last;
        const key = `${slo.name}/${environment}`;
        if (seen.has(key)) {
          context.report(
            'error',
            context.at(item, 'spec', 'slos', index, 'name'),
            `a second SLO is named ${slo.name} in ${environment}`,
            'Rename one of the two.',
          );
        }
        seen.add(key);
      });
    }
  },
};
