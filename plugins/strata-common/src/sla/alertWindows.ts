import { durationSeconds } from '../tree/values';

/** A long window that proves it matters, a short one that proves it goes on. @public */
export interface AlertPair {
  long: string;
  short: string;
  severity: 'page' | 'ticket';
  /** Share of the budget that is gone when the long window is full at the threshold. */
  budgetShare: number;
}

/**
 * Multiwindow, multi-burn-rate alerts, worst first. Windows and shares are the
 * SRE workbook's recommendation with its second ticket pair (1d/2h).
 *
 * Source: https://sre.google/workbook/alerting-on-slos/ (section 6, table 5-8)
 * @public
 */
export const alertPairs: readonly AlertPair[] = Object.freeze([
  { long: '1h', short: '5m', severity: 'page', budgetShare: 0.02 },
  { long: '6h', short: '30m', severity: 'page', budgetShare: 0.05 },
  { long: '1d', short: '2h', severity: 'ticket', budgetShare: 0.1 },
  { long: '3d', short: '6h', severity: 'ticket', budgetShare: 0.1 },
]);

/** A pair with the burn rate from which it fires. @public */
export interface ScaledAlertPair extends AlertPair {
  threshold: number;
}

/**
 * The pairs of an SLO with this budget window, each with its threshold:
 * burn rate = share of budget · budget window ÷ long window, from
 * "budget consumed = burn rate · alerting window ÷ period" of the workbook.
 *
 * A pair whose threshold would lie below 1 is left out: a burn below 1 never
 * uses the budget up, so there is nothing to alert on.
 * @public
 */
export function alertPairsFor(window: string): ScaledAlertPair[] {
  const seconds = durationSeconds(window);
  return alertPairs.flatMap(pair => {
    const threshold = Number(
      ((pair.budgetShare * seconds) / durationSeconds(pair.long)).toPrecision(
        12,
      ),
    );
    return threshold >= 1 ? [{ ...pair, threshold }] : [];
  });
}

/** Every window any pair looks at, shortest first. @public */
export const alertWindows: readonly string[] = Object.freeze(
  [...new Set(alertPairs.flatMap(pair => [pair.long, pair.short]))].sort(
    (a, b) => durationSeconds(a) - durationSeconds(b),
  ),
);

/**
 * Whether errors alone can ever lift the burn rate to the threshold: with
 * everything failing the burn rate is 1 ÷ (1 − target).
 * @public
 */
export function canFire(target: number, pair: ScaledAlertPair): boolean {
  return 1 / (1 - target) >= pair.threshold;
}
