import fc from 'fast-check';
import { budgetRemaining, sumCounts } from './budget';
import { budgetLine, errorRatioLine, type PlotStep } from './plot';

const steps = (...counts: ([number, number] | undefined)[]): PlotStep[] =>
  counts.map((pair, index) => ({
    at: index * 300,
    counts: pair && { bad: pair[0], total: pair[1] },
  }));

describe('lines of a plot', () => {
  it('show the error ratio of each step, and a gap as a gap', () => {
    expect(errorRatioLine(steps([1, 10], undefined, [0, 5], [0, 0]))).toEqual([
      [0, 0.1],
      [300, null],
      [600, 0],
      [900, null],
    ]);
  });

  it('show the budget over the window that ends at each point', () => {
    // Two steps a window, target 90 %: the first two steps only lead in.
    expect(
      budgetLine(steps([9, 9], [0, 10], [1, 10], [1, 10], undefined), 2, 0.9),
    ).toEqual([
      [600, 0.5],
      [900, 0],
      [1200, null],
    ]);
  });

  it('agree with the sum over every window', () => {
    const step = fc.option(
      fc
        .tuple(fc.nat(50), fc.integer({ min: 50, max: 99 }))
        .map(pair => pair as [number, number]),
      { nil: undefined },
    );
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 10 }),
        (list, window) => {
          const all = steps(...list);
          const line = budgetLine(all, window, 0.99);
          expect(line).toHaveLength(Math.max(0, all.length - window));
          line.forEach(([at, value], index) => {
            const end = index + window;
            const sum = sumCounts(
              all
                .slice(end - window + 1, end + 1)
                .flatMap(one => (one.counts ? [one.counts] : [])),
            );
            expect(at).toBe(all[end].at);
            const expected = all[end].counts
              ? budgetRemaining(sum, 0.99) ?? null
              : null;
            expect(value === null).toBe(expected === null);
            expect(value ?? 0).toBeCloseTo(expected ?? 0, 9);
          });
        },
      ),
    );
  });

  it('has no point for an infinitely overspent budget', () => {
    expect(budgetLine(steps([0, 1], [1, 1]), 1, 1)).toEqual([[300, null]]);
  });
});
