/**
 * The arithmetic of error budgets. Counts go in, ratios come out; a ratio is
 * never averaged. `undefined` is "cannot be known", which is not zero.
 *
 * Source: https://sre.google/workbook/implementing-slos/ and
 * https://sre.google/workbook/error-budget-policy/
 */

/** Events of one window. Doubles, because Prometheus extrapolates increases. @public */
export interface EventCounts {
  bad: number;
  total: number;
}

/** Counts are added, whatever they were counted over. @public */
export function sumCounts(list: Iterable<EventCounts>): EventCounts {
  let bad = 0;
  let total = 0;
  for (const counts of list) {
    bad += counts.bad;
    total += counts.total;
  }
  return { bad, total };
}

/** B ÷ T. Undefined without events: no traffic is neither good nor bad. @public */
export function errorRatio({ bad, total }: EventCounts): number | undefined {
  return total > 0 ? bad / total : undefined;
}

/** 1 − B ÷ T. @public */
export function attainment(counts: EventCounts): number | undefined {
  const ratio = errorRatio(counts);
  return ratio === undefined ? undefined : 1 - ratio;
}

/** 1 − t without the noise of binary fractions: 1 − 0.999 is 0.001. @public */
export function errorBudgetRatio(target: number): number {
  return Number((1 - target).toPrecision(12));
}

/** (1 − t) · T: how many bad events the window allows. @public */
export function budgetEvents(total: number, target: number): number {
  return errorBudgetRatio(target) * total;
}

/**
 * B ÷ budget, as a share of the whole budget. A target of 100 % has no budget:
 * nothing is spent without a bad event, and everything (infinitely) with one.
 * @public
 */
export function budgetSpent(
  counts: EventCounts,
  target: number,
): number | undefined {
  if (!(counts.total > 0)) return undefined;
  const budget = budgetEvents(counts.total, target);
  if (budget > 0) return counts.bad / budget;
  return counts.bad > 0 ? Infinity : 0;
}

/** 1 − spent; negative when more was spent than there was. @public */
export function budgetRemaining(
  counts: EventCounts,
  target: number,
): number | undefined {
  const spent = budgetSpent(counts, target);
  return spent === undefined ? undefined : 1 - spent;
}

/**
 * (B_w ÷ T_w) ÷ (1 − t): 1 uses the budget up exactly at the end of its window.
 *
 * Source: https://sre.google/workbook/alerting-on-slos/ ("Alert on burn rate")
 * @public
 */
export function burnRate(
  counts: EventCounts,
  target: number,
): number | undefined {
  const ratio = errorRatio(counts);
  if (ratio === undefined) return undefined;
  const budget = errorBudgetRatio(target);
  if (budget > 0) return ratio / budget;
  return ratio > 0 ? Infinity : 0;
}

/**
 * Seconds until the budget is used up if it goes on burning at this rate:
 * remaining · window ÷ burn rate. 0 when it is used up already, undefined when
 * nothing burns.
 * @public
 */
export function secondsToExhaustion(
  remaining: number,
  rate: number,
  windowSeconds: number,
): number | undefined {
  if (remaining <= 0) return 0;
  if (!(rate > 0)) return undefined;
  return (remaining * windowSeconds) / rate;
}
