/**
 * Every PromQL text that Strata sends to a Prometheus, as data. Nothing else
 * is ever sent, so a server that answers these six shapes (the sandbox) is a
 * complete upstream, and a reader of a query log can recognise all of them.
 *
 * One cycle of the snapshot sends each of `instantQueryShapes` once, whatever
 * the number of SLOs; one plot sends each of `rangeQueryShapes` once.
 *
 * What they read is the accounting pair that the compiled rules record: per
 * SLO two series with the labels `slo_id` and `sli` (see `sliLabelOf`), a
 * sample every {@link accountingStepSeconds}, each the number of events of the
 * five minutes before it. Additive, so any window is a plain sum.
 */
import { durationSchema, durationSeconds } from '../tree/values';

/** Bad events of the last five minutes. @public */
export const badMetric = 'slo:sli_bad:increase5m';
/** All events of the last five minutes. @public */
export const totalMetric = 'slo:sli_total:increase5m';
/** Distance of two samples of the accounting pair, seconds. @public */
export const accountingStepSeconds = 300;

/** What an SLO id may look like inside a selector. @public */
export const sloIdPattern = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

/** Windows to sum over, Prometheus durations such as `30d` or `1h`. @public */
export interface WindowsParams {
  windows: readonly string[];
}

/** One SLO at one resolution. `step` is also the step of the range query. @public */
export interface StepParams {
  sloId: string;
  step: string;
}

/**
 * One shape. `match(build(params))` gives the parameters back (windows in
 * canonical order), `match` of any other text gives `undefined`.
 * @public
 */
export interface QueryShape<N extends string, P> {
  readonly name: N;
  readonly endpoint: '/api/v1/query' | '/api/v1/query_range';
  readonly resultType: 'vector' | 'matrix';
  /** Labels that every series of the answer carries; there are no others. */
  readonly labels: readonly string[];
  /** What a value means. */
  readonly meaning: string;
  build(params: P): string;
  match(text: string): P | undefined;
}

/** Longest first, each once: one text for one set of windows. @public */
export function canonicalWindows(windows: readonly string[]): string[] {
  return [...new Set(windows)].sort(
    (a, b) => durationSeconds(b) - durationSeconds(a) || (a < b ? -1 : 1),
  );
}

const isPromDuration = (text: string) =>
  durationSchema.safeParse(text).success && /^\d+[a-z]+$/.test(text);

/** A union over windows, told apart by the label `window`. */
function overWindows<N extends string>(
  name: N,
  over: 'sum_over_time' | 'count_over_time',
  metric: string,
  meaning: string,
): QueryShape<N, WindowsParams> {
  const build = ({ windows }: WindowsParams) => {
    if (windows.length === 0) throw new TypeError(`${name}: no windows`);
    for (const window of windows) {
      if (!isPromDuration(window)) {
        throw new TypeError(`${name}: ${window} is not a Prometheus duration`);
      }
    }
    return canonicalWindows(windows)
      .map(
        w =>
          `label_replace(${over}(${metric}[${w}]), "window", "${w}", "", "")`,
      )
      .join(' or ');
  };
  return {
    name,
    endpoint: '/api/v1/query',
    resultType: 'vector',
    labels: ['slo_id', 'sli', 'window'],
    meaning,
    build,
    match: text => {
      const windows = [...text.matchAll(/"window", "(\d+[a-z]+)"/g)].map(
        found => found[1],
      );
      if (windows.length === 0 || !windows.every(isPromDuration)) {
        return undefined;
      }
      return build({ windows }) === text ? { windows } : undefined;
    },
  };
}

/** Counts of one SLO between two steps of a range query. */
function perStep<N extends string>(
  name: N,
  metric: string,
  meaning: string,
): QueryShape<N, StepParams> {
  const build = ({ sloId, step }: StepParams) => {
    if (!sloIdPattern.test(sloId)) {
      throw new TypeError(`${name}: ${JSON.stringify(sloId)} is no SLO id`);
    }
    if (!isPromDuration(step)) {
      throw new TypeError(`${name}: ${step} is not a Prometheus duration`);
    }
    return `sum_over_time(${metric}{slo_id="${sloId}"}[${step}])`;
  };
  const pattern = /\{slo_id="([^"]*)"\}\[(\d+[a-z]+)\]/;
  return {
    name,
    endpoint: '/api/v1/query_range',
    resultType: 'matrix',
    labels: ['slo_id', 'sli'],
    meaning,
    build,
    match: text => {
      const found = pattern.exec(text);
      if (!found) return undefined;
      const [, sloId, step] = found;
      if (!sloIdPattern.test(sloId) || !isPromDuration(step)) return undefined;
      return build({ sloId, step }) === text ? { sloId, step } : undefined;
    },
  };
}

/** Bad events per SLO and window (budget windows and burn windows alike). @public */
export const badInWindows = overWindows(
  'bad_in_windows',
  'sum_over_time',
  badMetric,
  'Number of bad events in the window that ends now.',
);

/** All events per SLO and window. @public */
export const totalInWindows = overWindows(
  'total_in_windows',
  'sum_over_time',
  totalMetric,
  'Number of all events in the window that ends now.',
);

/** Coverage: samples found per SLO and window. @public */
export const samplesInWindows = overWindows(
  'samples_in_windows',
  'count_over_time',
  totalMetric,
  'Number of samples found in the window; expected is window / 5m.',
);

/**
 * When the newest sample was recorded, looked for over a day: an SLI that
 * stopped is stale at a known time, not merely absent.
 * @public
 */
export const lastSample: QueryShape<'last_sample', Record<string, never>> = {
  name: 'last_sample',
  endpoint: '/api/v1/query',
  resultType: 'vector',
  labels: ['slo_id', 'sli'],
  meaning: 'Time of the newest sample, seconds since the epoch.',
  build: () => `max_over_time(timestamp(${totalMetric})[1d:5m])`,
  match: text => (text === lastSample.build({}) ? {} : undefined),
};

/** Bad events of one SLO, per step of a plot. @public */
export const badPerStep = perStep(
  'bad_per_step',
  badMetric,
  'Number of bad events between the previous point and this one.',
);

/** All events of one SLO, per step of a plot. @public */
export const totalPerStep = perStep(
  'total_per_step',
  totalMetric,
  'Number of all events between the previous point and this one.',
);

/** Sent once each per cycle and Prometheus. @public */
export const instantQueryShapes = [
  badInWindows,
  totalInWindows,
  samplesInWindows,
  lastSample,
] as const;

/** Sent once each per plot. @public */
export const rangeQueryShapes = [badPerStep, totalPerStep] as const;

/** A recognised query with its parameters. @public */
export type MatchedQuery =
  | {
      name: 'bad_in_windows' | 'total_in_windows' | 'samples_in_windows';
      params: WindowsParams;
    }
  | { name: 'last_sample'; params: Record<string, never> }
  | { name: 'bad_per_step' | 'total_per_step'; params: StepParams };

/** Which of our queries a text is; `undefined` for any other. @public */
export function matchQuery(text: string): MatchedQuery | undefined {
  for (const shape of [badInWindows, totalInWindows, samplesInWindows]) {
    const params = shape.match(text);
    if (params) return { name: shape.name, params };
  }
  if (lastSample.match(text)) return { name: lastSample.name, params: {} };
  for (const shape of rangeQueryShapes) {
    const params = shape.match(text);
    if (params) return { name: shape.name, params };
  }
  return undefined;
}
