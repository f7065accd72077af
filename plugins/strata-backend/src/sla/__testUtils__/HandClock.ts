import type { Clock } from '../../delivery/clock';

/** A clock that a test moves; waits end when their time has come. */
export class HandClock implements Clock {
  #now: number;
  #waiting: { at: number; done: () => void }[] = [];

  constructor(start: string) {
    this.#now = Date.parse(start);
  }

  now = () => this.#now;

  wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
      this.#waiting.push({ at: this.#now + ms, done: resolve });
    });
  }

  /** How many wait now: a loop that waits has finished its cycle. */
  get waiting(): number {
    return this.#waiting.length;
  }

  advance(ms: number): void {
    this.#now += ms;
    const due = this.#waiting.filter(({ at }) => at <= this.#now);
    this.#waiting = this.#waiting.filter(({ at }) => at > this.#now);
    for (const { done } of due) done();
  }
}
