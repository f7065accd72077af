import type { Clock } from '../clock';

interface Waiting {
  until: number;
  resolve: () => void;
}

/** Time that stands still until a test moves it. */
export class TestClock implements Clock {
  #now: number;
  #waiting: Waiting[] = [];

  constructor(start = '2026-11-24T12:00:00Z') {
    this.#now = Date.parse(start);
  }

  now(): number {
    return this.#now;
  }

  wait(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise(resolve => {
      const waiting = { until: this.#now + ms, resolve };
      this.#waiting.push(waiting);
      signal.addEventListener(
        'abort',
        () => {
          this.#waiting = this.#waiting.filter(other => other !== waiting);
          resolve();
        },
        { once: true },
      );
    });
  }

  /** Moves on step by step, so that what is due happens in its order. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settled();
    for (;;) {
      const due = this.#waiting
        .filter(({ until }) => until <= end)
        .sort((a, b) => a.until - b.until)[0];
      if (!due) break;
      this.#now = Math.max(this.#now, due.until);
      this.#waiting = this.#waiting.filter(other => other !== due);
      due.resolve();
      await settled();
    }
    this.#now = end;
    await settled();
  }
}

/** Lets everything run that needs no time to pass. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) {
    await new Promise(resolve => setImmediate(resolve));
  }
}
