import { sampler, type Traffic } from './traffic';

const traffic: Traffic = {
  sloId: 'shop.production.availability',
  seed: 1,
  target: 0.995,
  volume: 400,
  followsTheDay: true,
  spent: 0.5,
};
const month = 30 * 288;
const begin = 5_980_000;

const sums = (of: Traffic, from = begin, steps = month) => {
  const sample = sampler(of);
  let bad = 0;
  let total = 0;
  for (let step = from; step < from + steps; step++) {
    bad += sample(step).bad;
    total += sample(step).total;
  }
  return { bad, total };
};

describe('sampler', () => {
  it('gives whole events, never more bad ones than there are', () => {
    const sample = sampler({ ...traffic, spent: 40 });
    for (let step = begin; step < begin + month; step++) {
      const { bad, total } = sample(step);
      expect(Number.isInteger(bad) && Number.isInteger(total)).toBe(true);
      expect(bad >= 0 && bad <= total).toBe(true);
    }
  });

  it('gives the same answer for ever, and another one for another seed', () => {
    expect(sums(traffic)).toEqual(sums(traffic));
    expect(sums({ ...traffic, seed: 2 })).not.toEqual(sums(traffic));
  });

  it.each([0.1, 0.3, 0.84])(
    'spends about the share of the budget it is told: %d',
    spent => {
      for (const seed of [1, 2, 3]) {
        for (const shift of [0, 1000, 5000]) {
          const { bad, total } = sums(
            { ...traffic, spent, seed },
            begin + shift,
          );
          const share = bad / ((1 - traffic.target) * total);
          expect(share).toBeGreaterThan(spent * 0.55);
          expect(share).toBeLessThan(spent * 1.5);
        }
      }
    },
  );

  it('spends some of it in incidents that stand out', () => {
    const sample = sampler({ ...traffic, spent: 0.84 });
    const ratios = Array.from({ length: month }, (_, index) => {
      const { bad, total } = sample(begin + index);
      return total === 0 ? 0 : bad / total;
    });
    const loud = ratios.filter(ratio => ratio > 0.1).length;
    expect(loud).toBeGreaterThan(8);
    expect(loud).toBeLessThan(60);
  });

  it('has quieter nights than days, unless it is a probe', () => {
    const sample = sampler(traffic);
    const midnight = Math.ceil(begin / 288) * 288;
    expect(sample(midnight + 6 * 12).total).toBeLessThan(
      sample(midnight + 18 * 12).total / 2,
    );
    const probe = sampler({ ...traffic, followsTheDay: false, volume: 60 });
    expect(probe(midnight).total).toBe(60);
  });
});
