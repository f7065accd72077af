import type { SeriesRange } from '../api';

/** @internal */
export const rangeNames = ['day', 'week', 'month'] as const;

/** @internal */
export type RangeName = (typeof rangeNames)[number];

const hour = 3600;

/** Length and step in seconds: about 300 points, whole accounting steps of 5 min. */
const lengths: Readonly<Record<RangeName, { length: number; step: number }>> = {
  day: { length: 24 * hour, step: 300 },
  week: { length: 7 * 24 * hour, step: 0.5 * hour },
  month: { length: 30 * 24 * hour, step: 2 * hour },
};

/**
 * The range ending at the last full step before `now` (milliseconds), so that
 * viewers who look within one step ask for the same plot.
 */
export function seriesRange(name: RangeName, now: number): SeriesRange {
  const { length, step } = lengths[name];
  const to = Math.floor(now / 1000 / step) * step;
  return {
    from: new Date((to - length) * 1000).toISOString(),
    to: new Date(to * 1000).toISOString(),
    stepSeconds: step,
  };
}

/** Step of a range in milliseconds: how often a newer one exists. */
export function stepOf(name: RangeName): number {
  return lengths[name].step * 1000;
}
