/**
 * The sandbox's only source of time. Specs hand in a {@link ManualClock}, so
 * that an operation of three seconds takes none.
 */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `task` about every `milliseconds` until the returned function is called. */
  every(milliseconds: number, task: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  every(milliseconds, task) {
    const timer = setInterval(task, milliseconds);
    return () => clearInterval(timer);
  },
};

/** Time that moves only when told to. */
export class ManualClock implements Clock {
  #now: number;
  readonly #tasks = new Set<{ period: number; due: number; run: () => void }>();

  constructor(start: string) {
    this.#now = Date.parse(start);
  }

  now() {
    return this.#now;
  }

  every(milliseconds: number, run: () => void) {
    const task = { period: milliseconds, due: this.#now + milliseconds, run };
    this.#tasks.add(task);
    return () => {
      this.#tasks.delete(task);
    };
  }

  /** Moves on, running what falls due on the way, in order. */
  advance(milliseconds: number) {
    const end = this.#now + milliseconds;
    for (;;) {
      const next = [...this.#tasks]
        .filter(task => task.due <= end)
        .sort((a, b) => a.due - b.due)[0];
      if (!next) break;
      this.#now = next.due;
      next.due += next.period;
      next.run();
    }
    this.#now = end;
  }
}

/** RFC 3339 without fractions, as Kubernetes writes `metav1.Time`. */
export const kubernetesTime = (milliseconds: number) =>
  new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z');
