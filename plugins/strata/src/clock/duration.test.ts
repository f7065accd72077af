import { roundDuration, stepOfAge } from './duration';

describe('roundDuration', () => {
  it.each([
    [-3, 0, 'seconds'],
    [0, 0, 'seconds'],
    [119.9, 119, 'seconds'],
    [120, 2, 'minutes'],
    [7199, 119, 'minutes'],
    [7200, 2, 'hours'],
    [172_799, 47, 'hours'],
    [172_800, 2, 'days'],
  ])('%s s is %s %s', (seconds, count, unit) => {
    expect(roundDuration(seconds)).toEqual({ unit, count });
  });

  it('a young age changes every second, an old one every minute', () => {
    expect(stepOfAge(5)).toBe(1000);
    expect(stepOfAge(600)).toBe(15_000);
    expect(stepOfAge(90_000)).toBe(60_000);
  });
});
