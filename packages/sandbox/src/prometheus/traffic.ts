/**
 * What happened at a service, as a pure function of seed, SLO and time: no
 * history is stored, thirty days are there from the first moment, and the same
 * question gets the same answer for ever.
 */

/** One sample of the accounting pair: events of the five minutes before it. */
export interface Sample {
  bad: number;
  total: number;
}

/** How an SLO fares over the long run. */
export interface Traffic {
  sloId: string;
  seed: number;
  /** Objective, ratio. */
  target: number;
  /** Events in a busy five minutes. */
  volume: number;
  /** Whether volume follows the day: probes come evenly, people do not. */
  followsTheDay: boolean;
  /** Share of the error budget that a budget window spends, on average. */
  spent: number;
}

export const stepSeconds = 300;
const stepsPerDay = 288;
/** One incident in each block of this many samples (ten days). */
const blockSteps = 10 * stepsPerDay;
/** Share of the spent budget that incidents take; the rest trickles away. */
const incidentShare = 0.4;

/** 32 bits that depend on all arguments (murmur3's finaliser over FNV-1a). */
function hash(text: string, ...numbers: number[]): number {
  let h = 2166136261;
  for (let index = 0; index < text.length; index++) {
    h = Math.imul(h ^ text.charCodeAt(index), 16777619);
  }
  for (const number of numbers) h = mix(h ^ Math.imul(number | 0, 0x9e3779b1));
  return mix(h) >>> 0;
}

function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

const unit = (value: number) => value / 2 ** 32;

/** The samples of one SLO by step number (seconds since the epoch ÷ 300). */
export function sampler(traffic: Traffic): (step: number) => Sample {
  const { seed, volume, followsTheDay, spent } = traffic;
  const base = hash(traffic.sloId, seed);
  const budget = 1 - traffic.target;
  const trickle = budget * spent * (1 - incidentShare);
  return step => {
    const total = followsTheDay
      ? Math.round(
          volume * dayShape(step) * (0.85 + 0.3 * unit(mixed(base, step, 1))),
        )
      : volume;
    const ratio = Math.min(
      1,
      trickle + incidentRatio(base, step, budget * spent),
    );
    return { total, bad: rounded(total * ratio, unit(mixed(base, step, 2))) };
  };
}

const mixed = (base: number, step: number, salt: number) =>
  mix(mix(base ^ Math.imul(step, 0x9e3779b1)) ^ Math.imul(salt, 0x85ebca6b)) >>>
  0;

/** Quiet at night, busy in the evening; weekends a little less. */
function dayShape(step: number): number {
  const hour = ((step % stepsPerDay) / stepsPerDay) * 24;
  const day = Math.floor(step / stepsPerDay) % 7;
  const wave = 0.55 + 0.45 * Math.cos(((hour - 18) / 24) * 2 * Math.PI);
  // The epoch was a Thursday: days 2 and 3 are Saturday and Sunday.
  return wave * (day === 2 || day === 3 ? 0.8 : 1);
}

/** Errors of the incident of this block, if the step lies in it. */
function incidentRatio(base: number, step: number, spentRatio: number): number {
  const block = Math.floor(step / blockSteps);
  const length = 4 + Math.floor(unit(mixed(base, block, 3)) * 8);
  const begins =
    block * blockSteps +
    Math.floor(unit(mixed(base, block, 4)) * (blockSteps - length));
  if (step < begins || step >= begins + length) return 0;
  return (spentRatio * incidentShare * blockSteps) / length;
}

/** Rounds so that sums come out right: up as often as the fraction is large. */
const rounded = (value: number, chance: number) => {
  const whole = Math.floor(value);
  return whole + (chance < value - whole ? 1 : 0);
};
