import { budgetRemaining, errorRatio, type EventCounts } from './budget';

/** Counts of one step; undefined where nothing was recorded. @public */
export interface PlotStep {
  /** End of the step, seconds since the epoch. */
  at: number;
  counts: EventCounts | undefined;
}

/** Point of a line: time in seconds, value; null = nothing to show. @public */
export type PlotPoint = [number, number | null];

const finite = (value: number | undefined) =>
  value !== undefined && Number.isFinite(value) ? value : null;

/** Error ratio of each step. @public */
export function errorRatioLine(steps: readonly PlotStep[]): PlotPoint[] {
  return steps.map(({ at, counts }) => [
    at,
    finite(counts && errorRatio(counts)),
  ]);
}

/**
 * Budget left at the end of each step, over the rolling window that ends
 * there: the counts of the last `stepsInWindow` steps, summed, then divided.
 * `steps` are evenly spaced and begin one window before the first point that
 * is wanted; the points of that lead are not returned. A point is null where
 * its own step has no data, so that a gap looks like one.
 * @public
 */
export function budgetLine(
  steps: readonly PlotStep[],
  stepsInWindow: number,
  target: number,
): PlotPoint[] {
  let bad = 0;
  let total = 0;
  const line: PlotPoint[] = [];
  steps.forEach(({ at, counts }, index) => {
    bad += counts?.bad ?? 0;
    total += counts?.total ?? 0;
    const left = steps[index - stepsInWindow]?.counts;
    bad -= left?.bad ?? 0;
    total -= left?.total ?? 0;
    if (index < stepsInWindow) return;
    line.push([
      at,
      counts
        ? // Subtracting what left may leave a trace of rounding below zero.
          finite(budgetRemaining({ bad: Math.max(bad, 0), total }, target))
        : null,
    ]);
  });
  return line;
}
