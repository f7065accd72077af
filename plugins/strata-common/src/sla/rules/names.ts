/** Series that the compiled rules record beside the accounting pair. */

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
