import fc from 'fast-check';
import {
  attainment,
  budgetEvents,
  budgetRemaining,
  budgetSpent,
  burnRate,
  errorBudgetRatio,
  errorRatio,
  secondsToExhaustion,
  sumCounts,
} from './budget';

const counts = fc
  .tuple(fc.nat(1_000_000), fc.integer({ min: 1, max: 1_000_000 }))
  .map(([bad, total]) => ({ bad: Math.min(bad, total), total }));
const target = fc.integer({ min: 1, max: 99_999 }).map(n => n / 100_000);

describe('error budget', () => {
  it.each([
    // bad, total, target, attainment, budget, spent, remaining
    [0, 1000, 0.999, 1, 1, 0, 1],
    [1, 1000, 0.999, 0.999, 1, 1, 0],
    [5, 10_000, 0.999, 0.9995, 10, 0.5, 0.5],
    [30, 10_000, 0.999, 0.997, 10, 3, -2],
    [0, 10, 1, 1, 0, 0, 1],
  ])(
    '%d bad of %d at %d',
    (bad, total, objective, attained, budget, spent, remaining) => {
      expect(attainment({ bad, total })).toBeCloseTo(attained, 12);
      expect(budgetEvents(total, objective)).toBeCloseTo(budget, 9);
      expect(budgetSpent({ bad, total }, objective)).toBeCloseTo(spent, 9);
      expect(budgetRemaining({ bad, total }, objective)).toBeCloseTo(
        remaining,
        9,
      );
    },
  );

  it('cannot say anything without events', () => {
    const none = { bad: 0, total: 0 };
    expect(errorRatio(none)).toBeUndefined();
    expect(attainment(none)).toBeUndefined();
    expect(budgetSpent(none, 0.99)).toBeUndefined();
    expect(budgetRemaining(none, 0.99)).toBeUndefined();
    expect(burnRate(none, 0.99)).toBeUndefined();
  });

  it('has nothing to spend at a target of 100 %', () => {
    expect(budgetRemaining({ bad: 1, total: 10 }, 1)).toBe(-Infinity);
    expect(burnRate({ bad: 1, total: 10 }, 1)).toBe(Infinity);
    expect(burnRate({ bad: 0, total: 10 }, 1)).toBe(0);
  });

  it('keeps 1 − t free of binary noise', () => {
    expect(errorBudgetRatio(0.999)).toBe(0.001);
    expect(errorBudgetRatio(0.9995)).toBe(0.0005);
  });

  it('is spent exactly when attainment meets the target', () => {
    fc.assert(
      fc.property(counts, target, (events, objective) => {
        const remaining = budgetRemaining(events, objective)!;
        const margin = attainment(events)! - objective;
        // Around zero both are rounding; away from it their signs agree.
        fc.pre(Math.abs(margin) > 1e-9);
        expect(Math.sign(remaining)).toBe(Math.sign(margin));
      }),
    );
  });

  it('burns at the rate that spends it: over the whole window the two are one', () => {
    fc.assert(
      fc.property(counts, target, (events, objective) => {
        expect(burnRate(events, objective)!).toBeCloseTo(
          budgetSpent(events, objective)!,
          6,
        );
      }),
    );
  });

  it('weights by events: sums are divided, ratios are not averaged', () => {
    const quiet = { bad: 1, total: 2 };
    const busy = { bad: 0, total: 999_998 };
    expect(errorRatio(sumCounts([quiet, busy]))).toBe(1e-6);
    fc.assert(
      fc.property(fc.array(counts, { minLength: 1 }), list => {
        const ratio = errorRatio(sumCounts(list))!;
        const ratios = list.map(one => errorRatio(one)!);
        expect(ratio).toBeGreaterThanOrEqual(Math.min(...ratios) - 1e-12);
        expect(ratio).toBeLessThanOrEqual(Math.max(...ratios) + 1e-12);
      }),
    );
  });
});

describe('time to exhaustion', () => {
  const month = 30 * 86_400;
  it.each([
    [1, 1, month],
    [0.5, 14.4, (0.5 * month) / 14.4],
    [0.02, 14.4, 3600],
    [0, 14.4, 0],
    [-3, 2, 0],
    [0.5, Infinity, 0],
  ])('%d left at burn %d', (remaining, rate, seconds) => {
    expect(secondsToExhaustion(remaining, rate, month)).toBeCloseTo(seconds, 3);
  });

  it('never comes when nothing burns', () => {
    expect(secondsToExhaustion(0.5, 0, month)).toBeUndefined();
  });
});
