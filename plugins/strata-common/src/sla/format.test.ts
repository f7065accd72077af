import fc from 'fast-check';
import { formatBudget, formatDuration, formatPercent } from './format';

describe('formatPercent', () => {
  it.each([
    [0.9995, undefined, '99.95 %'],
    [0.995, undefined, '99.5 %'],
    [1, undefined, '100 %'],
    [0, undefined, '0 %'],
    [0.99999, undefined, '99.999 %'],
    [0.999999999, undefined, '99.9999999 %'],
    [0.0000004, undefined, '0.00004 %'],
    // One event short of the target must not look like the target.
    [0.99499, 0.995, '99.499 %'],
    [0.9949999, 0.995, '99.49999 %'],
    [0.995, 0.995, '99.5 %'],
    [-0.5, undefined, '-50 %'],
    [-Infinity, undefined, '−∞ %'],
  ])('%d against %s is %s', (ratio, reference, text) => {
    expect(formatPercent(ratio, reference)).toBe(text);
  });

  it('never shows a miss as the target, nor anything short of all as 100 %', () => {
    const ratio = fc.integer({ min: 0, max: 10_000_000 }).map(n => n / 1e7);
    fc.assert(
      fc.property(ratio, ratio, (value, target) => {
        fc.pre(value !== target && value !== 1);
        const text = formatPercent(value, target);
        expect(text).not.toBe(formatPercent(target, value));
        expect(text).not.toBe('100 %');
      }),
    );
  });
});

describe('formatBudget', () => {
  it.each([
    [1, '100 % left'],
    [0.04, '4 % left'],
    [0, '0 % left'],
    [-0.2, 'overspent by 20 %'],
    [-Infinity, 'overspent'],
    [undefined, 'not known'],
  ])('%s is %s', (remaining, text) => {
    expect(formatBudget(remaining)).toBe(text);
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0 s'],
    [0.25, '250 ms'],
    [40, '40 s'],
    [59.7, '1 min'],
    [3600, '1 h'],
    [7800, '2 h 10 min'],
    [273_600, '3 d 4 h'],
    [86_430, '1 d'],
    [-60, '−1 min'],
    [Infinity, 'for ever'],
  ])('%d s is %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
});
