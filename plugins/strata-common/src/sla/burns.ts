import { durationSeconds } from '../tree/values';
import { alertPairsFor, type ScaledAlertPair } from './alertWindows';
import { burnRate, type EventCounts } from './budget';
import type { Burn } from './contract';

type CountsByWindow = Readonly<Record<string, EventCounts>>;

const toBurn = (
  pair: ScaledAlertPair,
  counts: CountsByWindow,
  target: number,
): Burn => {
  const rate = (window: string) => {
    const found = counts[window];
    return found && burnRate(found, target);
  };
  const longRate = rate(pair.long);
  const shortRate = rate(pair.short);
  return {
    long: pair.long,
    short: pair.short,
    longRate,
    shortRate,
    threshold: pair.threshold,
    severity: pair.severity,
    firing:
      longRate !== undefined &&
      shortRate !== undefined &&
      longRate >= pair.threshold &&
      shortRate >= pair.threshold,
  };
};

/** Every alert pair of an SLO with what was counted in its windows. @internal */
export function burnsOf(
  slo: { target: number; window: string },
  counts: CountsByWindow,
): Burn[] {
  return alertPairsFor(slo.window).map(pair =>
    toBurn(pair, counts, slo.target),
  );
}

/**
 * The pair that tells how fast the budget goes: the first that fires, else the
 * longest that burns faster than allowed (above 1) in both its windows.
 * @internal
 */
export function decisiveBurn(burns: readonly Burn[]): Burn | undefined {
  return (
    burns.find(burn => burn.firing) ??
    [...burns]
      .sort((a, b) => durationSeconds(b.long) - durationSeconds(a.long))
      .find(burn => (burn.longRate ?? 0) > 1 && (burn.shortRate ?? 0) > 1)
  );
}
