/** What of an Application is followed over time. @public */
export const transitionFields = [
  'sync',
  'health',
  'operation',
  'revision',
  'gate',
] as const;
/** @public */
export type TransitionField = (typeof transitionFields)[number];

/**
 * Where the time of a turn comes from: kept by the upstream, seen by us as it
 * happened, or found at a first look, some time after it happened.
 * @public
 */
export const turnTimings = ['upstream', 'seen', 'found'] as const;
/** @public */
export type TurnTiming = (typeof turnTimings)[number];
