import type { SloStatus } from '../severity';
import { durationSeconds } from '../tree/values';
import {
  attainment,
  budgetEvents,
  budgetRemaining,
  secondsToExhaustion,
  type EventCounts,
} from './budget';
import { burnsOf, decisiveBurn } from './burns';
import type { Burn } from './contract';
import { countDoubts } from './doubts';
import { formatDuration, formatPercent } from './format';
import {
  defaultStatusLimits,
  type SloFigures,
  type SloMeasurement,
  type StatusLimits,
} from './measurement';

/** Derived, ready for a row. @public */
export interface SloAssessment {
  status: SloStatus;
  reason: string;
  counts?: EventCounts;
  attainment?: number;
  budgetRemaining?: number;
  burns: Burn[];
  coverage?: number;
  exhaustedInSeconds?: number;
}

const formatRate = (rate: number | undefined) =>
  rate === undefined ? '?' : Number(rate.toPrecision(2)).toString();

/** Attainment against target, neither of which may look like the other. */
const verdict = (attained: number, target: number, window: string) =>
  `${formatPercent(attained, target)} over ${window}, target ${formatPercent(
    target,
    attained,
  )}`;

/**
 * Whether the errors seen are a breach even if everything that was not seen
 * went well: B > (1 − t) · T ÷ coverage, the missing time at the same traffic.
 */
function provesBreach(
  counts: EventCounts,
  target: number,
  coverage: number,
): boolean {
  return (
    coverage > 0 && counts.bad > budgetEvents(counts.total / coverage, target)
  );
}

/** Status and figures of one SLO, the first status that holds. @public */
export function assessSlo(
  slo: { target: number; window: string },
  measurement: SloMeasurement,
  limits: StatusLimits = defaultStatusLimits,
): SloAssessment {
  switch (measurement.kind) {
    case 'no_data':
      return { status: 'no_data', reason: measurement.reason, burns: [] };
    case 'unreachable':
      return {
        ...(measurement.last
          ? assessFigures(slo, measurement.last, limits)
          : { burns: [] }),
        status: 'unreachable',
        reason: measurement.reason,
      };
    case 'measured':
      return assessFigures(slo, measurement.figures, limits);
    default: {
      const never: never = measurement;
      throw new TypeError(`unknown measurement ${JSON.stringify(never)}`);
    }
  }
}

function assessFigures(
  { target, window }: { target: number; window: string },
  figures: SloFigures,
  limits: StatusLimits,
): SloAssessment {
  const { counts } = figures;
  const windowSeconds = durationSeconds(window);
  const coverage = Math.min(1, figures.samples / figures.samplesExpected);
  const doubts = [
    ...figures.doubts,
    ...countDoubts(window, counts),
    ...Object.entries(figures.burnCounts).flatMap(([name, burnCounts]) =>
      countDoubts(name, burnCounts),
    ),
  ];
  const burns = burnsOf({ target, window }, figures.burnCounts);
  const base = { counts, burns, coverage };

  if (!(counts.total > 0) && doubts.length === 0) {
    return {
      ...base,
      status: 'no_data',
      reason: `No events in ${window}: without traffic there is nothing to judge.`,
    };
  }
  const remaining = budgetRemaining(counts, target);
  const decisive = decisiveBurn(burns);
  const exhaustedInSeconds =
    decisive?.longRate !== undefined && remaining !== undefined
      ? secondsToExhaustion(remaining, decisive.longRate, windowSeconds)
      : undefined;
  const judged = {
    ...base,
    attainment: attainment(counts),
    budgetRemaining: remaining,
    exhaustedInSeconds,
  };

  if (figures.answerAgeSeconds > limits.answerStaleAfterSeconds) {
    return {
      ...judged,
      status: 'stale',
      reason: `Last read ${formatDuration(figures.answerAgeSeconds)} ago.`,
    };
  }
  const { lastSampleAgeSeconds } = figures;
  if (
    lastSampleAgeSeconds === undefined ||
    lastSampleAgeSeconds > limits.sampleStaleAfterSeconds
  ) {
    return {
      ...judged,
      status: 'stale',
      reason:
        lastSampleAgeSeconds === undefined
          ? 'The SLI was not recorded for more than a day.'
          : `The SLI was last recorded ${formatDuration(
              lastSampleAgeSeconds,
            )} ago.`,
    };
  }
  if (doubts.length > 0) {
    return {
      // Figures of a doubtful series would be believed; they are left out.
      ...base,
      burns: burns.map(burn => ({ ...burn, firing: false })),
      status: 'sli_suspect',
      reason: `The SLI cannot be right: ${doubts.join('; ')}.`,
    };
  }
  const breachProved = provesBreach(counts, target, coverage);
  if (coverage < limits.coverage && !breachProved) {
    return {
      ...judged,
      status: 'insufficient_data',
      reason: `${formatPercent(
        coverage,
      )} of the samples of ${window} are there; ${formatPercent(
        limits.coverage,
      )} are needed for a judgement.`,
    };
  }
  if (remaining !== undefined && remaining <= 0) {
    return {
      ...judged,
      status: 'breached',
      reason: `${verdict(
        judged.attainment ?? 0,
        target,
        window,
      )}: the error budget is used up.`,
    };
  }
  const firing = burns.find(burn => burn.firing);
  if (firing) {
    return {
      ...judged,
      status: 'at_risk',
      reason: `Burning the budget ${formatRate(
        firing.longRate,
      )} times as fast as allowed over ${firing.long}${
        exhaustedInSeconds === undefined
          ? ''
          : `; used up in ${formatDuration(exhaustedInSeconds)}`
      }.`,
    };
  }
  if (remaining !== undefined && remaining < limits.remaining) {
    return {
      ...judged,
      status: 'at_risk',
      reason: `${formatPercent(remaining)} of the error budget is left.`,
    };
  }
  if (
    exhaustedInSeconds !== undefined &&
    exhaustedInSeconds < windowSeconds * limits.exhaustion
  ) {
    return {
      ...judged,
      status: 'at_risk',
      reason: `At this rate the budget is used up in ${formatDuration(
        exhaustedInSeconds,
      )}.`,
    };
  }
  return {
    ...judged,
    status: 'healthy',
    reason: `${verdict(judged.attainment ?? 0, target, window)}.`,
  };
}
