import { sliClassOf } from '../../sla/classes';
import type { Check } from './Check';

/** A latency class needs its threshold; a declared class its two queries. @internal */
export const sloThreshold: Check = {
  code: 'slo-threshold',
  *run(context) {
    for (const item of context.items) {
      yield;
      item.definition?.spec.slos?.forEach((slo, index) => {
        const sliClass = sliClassOf(slo.sli.class);
        if (!sliClass) return;
        const at = context.at(item, 'spec', 'slos', index);
        if (sliClass.threshold.kind === 'bucket' && !slo.threshold) {
          context.report(
            'error',
            at,
            `the SLO ${slo.name} counts by ${sliClass.name} and has no threshold`,
            'Add threshold: 500ms, or whatever is fast enough.',
          );
        }
        if (
          sliClass.sources === 'declared' &&
          (slo.sli.bad === undefined || slo.sli.total === undefined)
        ) {
          context.report(
            'error',
            at,
            `the SLO ${slo.name} is of class ${sliClass.name} and does not say what to count`,
            'Add sli.bad and sli.total with the two queries.',
          );
        }
      });
    }
  },
};
