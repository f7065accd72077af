import { setTimeout as sleep } from 'node:timers/promises';

/** Time as a parameter: tests hand in one they move by hand. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Resolves after `ms`; resolves early when the signal fires, never rejects. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  wait: (ms, signal) =>
    sleep(ms, undefined, { signal, ref: false }).catch(() => undefined),
};
