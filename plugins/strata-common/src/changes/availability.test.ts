import { percentageSchema } from '../tree/values';
import { allowedDowntime, availabilityTiers } from './availability';

describe('allowedDowntime', () => {
  it.each([
    ['99%', '7 h 12 min a month'],
    ['99.5%', '3 h 36 min a month'],
    ['99.9%', '43 min a month'],
    ['99.95%', '21 min a month'],
    ['99.99%', '4 min a month'],
    ['99.999%', '25 s a month'],
    ['100%', 'no time a month'],
    ['97.5%', '18 h a month'],
  ])('of %s is %s', (percentage, text) => {
    expect(allowedDowntime(percentageSchema.parse(percentage)).text).toBe(text);
  });

  it('offers tiers that are percentages, weakest first', () => {
    const ratios = availabilityTiers.map(({ value }) =>
      percentageSchema.parse(value),
    );
    expect([...ratios].sort()).toEqual(ratios);
  });
});
