import { nearest } from '../nearest';
import type { Check } from './Check';

/** An objective for an environment that the item does not have. @internal */
export const sloEnvironmentUnknown: Check = {
  code: 'slo-environment-unknown',
  *run(context) {
    for (const item of context.items) {
      yield;
      const names = item.environments.map(({ name }) => name);
      item.definition?.spec.slos?.forEach((slo, index) => {
        const { environment } = slo;
        if (environment === undefined || names.includes(environment)) return;
        const near = nearest(environment, names);
        context.report(
          'error',
          context.at(item, 'spec', 'slos', index, 'environment'),
          `the SLO ${slo.name} is for ${environment}, which ${item.path} does not have`,
          near ? `Did you mean ${near}?` : `Use one of ${names.join(', ')}.`,
        );
      });
    }
  },
};
