import {
  durationSeconds,
  type MatchedQuery,
} from '@strata/plugin-strata-common';
import type { Sli } from './Slis';
import { stepSeconds } from './traffic';

export interface InstantVector {
  metric: Record<string, string>;
  value: [number, string];
}
export interface RangeSeries {
  metric: Record<string, string>;
  values: [number, string][];
}

/** What the data itself is made to look like; a fault switch. */
export type DataFault =
  | { kind: 'none' }
  /** Nothing is recorded at all. */
  | { kind: 'empty' }
  /** The rules have not been evaluated since then (milliseconds). */
  | { kind: 'stopped'; at: number }
  /** Division by nothing, somewhere upstream. */
  | { kind: 'nan' };

type Range = Extract<MatchedQuery, { name: 'bad_per_step' | 'total_per_step' }>;
type Instant = Exclude<MatchedQuery, Range>;

/** Whether a query is one for `query_range`. */
export const isRangeQuery = (query: MatchedQuery): query is Range =>
  query.name === 'bad_per_step' || query.name === 'total_per_step';

/** The instant shapes, at one time in seconds. */
export function evaluateInstant(
  query: Instant,
  slis: readonly Sli[],
  at: number,
  fault: DataFault,
): InstantVector[] {
  const value = (number: number | undefined): [number, string] | undefined =>
    number === undefined ? undefined : [at, text(number, fault)];
  switch (query.name) {
    case 'bad_in_windows':
    case 'total_in_windows':
    case 'samples_in_windows': {
      const { name } = query;
      return query.params.windows.flatMap(window =>
        slis.flatMap(sli => {
          const sums = sum(sli, at - durationSeconds(window), at, fault);
          const answer = value(sums && sums[fieldOf[name]]);
          const metric = { slo_id: sli.sloId, sli: sli.sli, window };
          return answer ? { metric, value: answer } : [];
        }),
      );
    }
    case 'last_sample':
      return slis.flatMap(sli => {
        const [first, last] = steps(sli, at - 24 * 3600, at, fault);
        const answer = last < first ? undefined : value(last * stepSeconds);
        return answer
          ? { metric: { slo_id: sli.sloId, sli: sli.sli }, value: answer }
          : [];
      });
    default:
      throw new Error(`unknown query ${JSON.stringify(query satisfies never)}`);
  }
}

/** The range shapes: one sum per step, for the times that have any sample. */
export function evaluateRange(
  query: Range,
  slis: readonly Sli[],
  range: { start: number; end: number; step: number },
  fault: DataFault,
): RangeSeries[] {
  const width = durationSeconds(query.params.step);
  return slis
    .filter(sli => sli.sloId === query.params.sloId)
    .flatMap(sli => {
      const values: [number, string][] = [];
      for (let at = range.start; at <= range.end; at += range.step) {
        const sums = sum(sli, at - width, at, fault);
        if (sums) {
          const number = query.name === 'bad_per_step' ? sums.bad : sums.total;
          values.push([at, text(number, fault)]);
        }
      }
      const metric = { slo_id: sli.sloId, sli: sli.sli };
      return values.length > 0 ? { metric, values } : [];
    });
}

const fieldOf = {
  bad_in_windows: 'bad',
  total_in_windows: 'total',
  samples_in_windows: 'samples',
} as const;

const text = (value: number, fault: DataFault) =>
  fault.kind === 'nan' ? 'NaN' : String(value);

/** First and last step in (from, to]: Prometheus 3 leaves the left end out. */
function steps(
  sli: Sli,
  from: number,
  to: number,
  fault: DataFault,
): [number, number] {
  if (fault.kind === 'empty') return [0, -1];
  const oldest = Math.floor(sli.since(to * 1000) / 1000 / stepSeconds);
  const newest = fault.kind === 'stopped' ? Math.min(to, fault.at / 1000) : to;
  return [
    Math.max(Math.floor(from / stepSeconds) + 1, oldest),
    Math.floor(newest / stepSeconds),
  ];
}

function sum(sli: Sli, from: number, to: number, fault: DataFault) {
  const [first, last] = steps(sli, from, to, fault);
  if (last < first) return undefined;
  let bad = 0;
  let total = 0;
  for (let step = first; step <= last; step++) {
    const sample = sli.sample(step);
    bad += sample.bad;
    total += sample.total;
  }
  return { bad, total, samples: last - first + 1 };
}
