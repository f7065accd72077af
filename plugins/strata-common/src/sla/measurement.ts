import type { EventCounts } from './budget';

/** What the status is derived with; one set per portal. @public */
export interface StatusLimits {
  /** Samples found ÷ expected below which figures are not judged. */
  coverage: number;
  /** Share of the budget left below which an SLO is at risk. */
  remaining: number;
  /** Share of the window within which an exhaustion counts as near. */
  exhaustion: number;
  /** Age of the newest sample from which the SLI is stale. */
  sampleStaleAfterSeconds: number;
  /** Age of the answer from which its figures are stale. */
  answerStaleAfterSeconds: number;
}

/** @public */
export const defaultStatusLimits: StatusLimits = Object.freeze({
  coverage: 0.5,
  remaining: 0.25,
  exhaustion: 0.1,
  // Three samples of the accounting pair.
  sampleStaleAfterSeconds: 900,
  answerStaleAfterSeconds: 300,
});

/** Counts of one SLO as Prometheus had them at one time. @public */
export interface SloFigures {
  /** Over the SLO's window. */
  counts: EventCounts;
  /** Samples found in the window. */
  samples: number;
  /** Samples a full window holds. */
  samplesExpected: number;
  /** By window name; a window without samples is absent. */
  burnCounts: Readonly<Record<string, EventCounts>>;
  /** Age of the newest sample in seconds; undefined = none within a day. */
  lastSampleAgeSeconds?: number;
  /** Age of the answer these figures come from, in seconds. */
  answerAgeSeconds: number;
  /** What makes the series itself doubtful, in words. */
  doubts: readonly string[];
}

/** What is known about one SLO. @public */
export type SloMeasurement =
  /** Read, and there is nothing; or there is nowhere to read. */
  | { kind: 'no_data'; reason: string }
  /** The source does not answer; figures of an earlier answer may remain. */
  | { kind: 'unreachable'; reason: string; last?: SloFigures }
  | { kind: 'measured'; figures: SloFigures };
