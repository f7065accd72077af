/** The value that `share` of the values do not exceed (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  const value = sorted[rank - 1];
  if (value === undefined) throw new Error('no values were measured');
  return value;
}

/** Milliseconds that the work takes, with what it answered. */
export async function timed<T>(
  work: () => T | Promise<T>,
): Promise<{ ms: number; value: T }> {
  const started = performance.now();
  const value = await work();
  return { ms: performance.now() - started, value };
}

/** Milliseconds of each of many runs; the first tenth warms up and is left out. */
export async function timesOf(
  runs: number,
  work: (run: number) => unknown,
): Promise<number[]> {
  const times: number[] = [];
  const warmUp = Math.ceil(runs / 10);
  for (let run = 0; run < warmUp + runs; run++) {
    const { ms } = await timed(() => work(run));
    if (run >= warmUp) times.push(ms);
  }
  return times;
}

/** Bytes on the heap that are in use after a collection. */
export function heapInUse(): number {
  const collect = globalThis.gc;
  if (!collect) throw new Error('the bench must be run with --expose-gc');
  // Twice: finalisers of the first round free more in the second.
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

/**
 * Resolves when the condition holds.
 * @throws Error that names what did not come true in time
 */
export async function until(
  what: string,
  condition: () => boolean,
  withinMs = 60_000,
): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() > deadline) {
      throw new Error(`${what}: not within ${withinMs / 1000} s`);
    }
    await new Promise(resolve => setTimeout(resolve, 2));
  }
}
