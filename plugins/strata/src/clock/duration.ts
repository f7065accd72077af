const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** @internal */
export type DurationUnit = 'seconds' | 'minutes' | 'hours' | 'days';

/**
 * A length of time in the one unit that says most: up to two minutes in
 * seconds, two hours in minutes, two days in hours. Negative lengths (a clock
 * slightly ahead) count as zero.
 */
export function roundDuration(seconds: number): {
  unit: DurationUnit;
  count: number;
} {
  const length = Math.max(0, seconds);
  if (length < 2 * minute)
    return { unit: 'seconds', count: Math.floor(length) };
  if (length < 2 * hour) {
    return { unit: 'minutes', count: Math.floor(length / minute) };
  }
  if (length < 2 * day) {
    return { unit: 'hours', count: Math.floor(length / hour) };
  }
  return { unit: 'days', count: Math.floor(length / day) };
}

/** How often a text about an age of this length changes, in milliseconds. */
export function stepOfAge(seconds: number): number {
  switch (roundDuration(seconds).unit) {
    case 'seconds':
      return 1000;
    case 'minutes':
      return 15_000;
    case 'hours':
    case 'days':
      return 60_000;
    default:
      throw new TypeError('not a unit of duration');
  }
}
