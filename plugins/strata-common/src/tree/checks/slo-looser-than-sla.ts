import { sliClassOf } from '../../sla/classes';
import { durationSeconds } from '../values';
import type { YamlPath } from '../yaml';
import type { Check } from './Check';

/** An objective below the promise lets the promise break unnoticed. @internal */
export const sloLooserThanSla: Check = {
  code: 'slo-looser-than-sla',
  *run(context) {
    for (const item of context.items) {
      yield;
      const { sla, slos } = item.definition?.spec ?? {};
      if (!sla || !slos) continue;
      slos.forEach((slo, index) => {
        const dimension = sliClassOf(slo.sli.class)?.dimension;
        const at = (...path: YamlPath) =>
          context.at(item, 'spec', 'slos', index, ...path);
        if (
          dimension === 'availability' &&
          sla.availability !== undefined &&
          slo.target < sla.availability
        ) {
          context.report(
            'error',
            at('target'),
            `the SLO ${slo.name} aims at ${percent(
              slo.target,
            )}, and the SLA promises ${percent(sla.availability)}`,
            `Aim at ${percent(sla.availability)} or more.`,
          );
        }
        if (dimension !== 'latency' || !sla.latency || !slo.threshold) return;
        const promised = durationSeconds(sla.latency.threshold);
        if (durationSeconds(slo.threshold) > promised) {
          context.report(
            'error',
            at('threshold'),
            `the SLO ${slo.name} allows ${slo.threshold}, and the SLA promises ${sla.latency.threshold}`,
            `Set the threshold to ${sla.latency.threshold} or less.`,
          );
        } else if (
          durationSeconds(slo.threshold) === promised &&
          slo.target < sla.latency.target
        ) {
          context.report(
            'error',
            at('target'),
            `the SLO ${slo.name} aims at ${percent(slo.target)} within ${
              slo.threshold
            }, and the SLA promises ${percent(sla.latency.target)}`,
            `Aim at ${percent(sla.latency.target)} or more.`,
          );
        }
      });
    }
  },
};

function percent(ratio: number): string {
  return `${Number((ratio * 100).toPrecision(12))}%`;
}
