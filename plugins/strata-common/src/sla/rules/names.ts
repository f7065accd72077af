/** Series that the compiled rules record beside the accounting pair. */
import { sliClassOf } from '../classes';

/** Bad events of five minutes, recorded every minute, for short windows. @public */
export const fastBadMetric = 'slo:sli_bad_fast:increase5m';
/** All events of five minutes, recorded every minute, for short windows. @public */
export const fastTotalMetric = 'slo:sli_total_fast:increase5m';
/** One constant per SLO: its target, with the labels its series are found by. @public */
export const objectiveMetric = 'slo:objective';
/** Error ratio per SLO and `window`. @public */
export const errorRatioMetric = 'slo:error_ratio';
/** Error ratio ÷ (1 − target) per SLO and `window`. @public */
export const burnRateMetric = 'slo:burn_rate';

/**
 * Value of the label `sli`: the class, and the threshold where it has one.
 * Counts at another threshold are counts of something else, so a changed
 * threshold begins a new series, which shows.
 * @public
 */
export function sliLabelOf(slo: {
  sliClass: string;
  threshold?: string;
}): string {
  const kind = sliClassOf(slo.sliClass)?.threshold.kind;
  return kind === 'bucket' && slo.threshold !== undefined
    ? `${slo.sliClass}:${slo.threshold}`
    : slo.sliClass;
}
