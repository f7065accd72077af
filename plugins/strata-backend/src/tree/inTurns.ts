import { setImmediate } from 'node:timers/promises';

/**
 * How long work on a tree may keep the process from answering, in milliseconds.
 * With the longest step behind it, the parsing of one file, it stays below what
 * a person notices.
 */
const sliceMs = 10;

/**
 * To be awaited between the steps of long work: lets requests and timers have
 * their turn once a slice of time is used up, and costs nothing before.
 */
export function inTurns(
  now: () => number = () => performance.now(),
): () => Promise<void> {
  let since = now();
  return async () => {
    if (now() - since < sliceMs) return;
    await setImmediate();
    since = now();
  };
}
