import { sliClassNames } from '../../sla/classes';
import { nearest } from '../nearest';
import type { Check } from './Check';

/** Without its class nobody knows how to count. @internal */
export const sloClassUnknown: Check = {
  code: 'slo-class-unknown',
  *run(context) {
    for (const item of context.items) {
      yield;
      item.definition?.spec.slos?.forEach((slo, index) => {
        const name = slo.sli.class;
        if (sliClassNames.includes(name)) return;
        const near = nearest(name, sliClassNames);
        context.report(
          'error',
          context.at(item, 'spec', 'slos', index, 'sli', 'class'),
          `the SLI class ${name} is not known`,
          near
            ? `Did you mean ${near}?`
            : `Use one of ${sliClassNames.join(', ')}.`,
        );
      });
    }
  },
};
