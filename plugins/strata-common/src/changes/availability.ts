/** What a share of time allows to be down. @public */
export interface AllowedDowntime {
  /** Seconds in a month of 30 days. */
  secondsPerMonth: number;
  /** `43 min a month`. */
  text: string;
}

const secondsPerMonth = 30 * 24 * 60 * 60;

/**
 * What an availability means in hours and minutes, for people who choose one.
 * @param ratio - in (0, 1]
 * @public
 */
export function allowedDowntime(ratio: number): AllowedDowntime {
  // Through a decimal string: 1 − 0.999 is not 0.001 in binary.
  const seconds = Number(((1 - ratio) * secondsPerMonth).toPrecision(9));
  return { secondsPerMonth: seconds, text: `${spell(seconds)} a month` };
}

function spell(seconds: number): string {
  if (seconds === 0) return 'no time';
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** Tiers a form offers. @public */
export const availabilityTiers = [
  { value: '99%', title: 'Best effort' },
  { value: '99.5%', title: 'Standard' },
  { value: '99.9%', title: 'Important' },
  { value: '99.95%', title: 'Critical' },
] as const;
