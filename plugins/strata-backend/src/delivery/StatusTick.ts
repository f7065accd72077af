import type { DeliveryRow, EntityRef } from '@strata/plugin-strata-common';
import type { Clock } from './clock';

/**
 * Time alone changes statuses: a grace passes, a source grows stale, a window
 * opens. Compares what each entity amounts to and names those that turned.
 */
export class StatusTick {
  readonly #last = new Map<EntityRef, string>();

  constructor(
    private readonly options: {
      clock: Clock;
      intervalMs: number;
      entities: () => Iterable<EntityRef>;
      rows: (ref: EntityRef) => DeliveryRow[];
      publish: (refs: EntityRef[]) => void;
    },
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.options.clock.wait(this.options.intervalMs, signal);
      if (!signal.aborted) this.compare();
    }
  }

  compare(): void {
    const { entities, rows, publish } = this.options;
    const turned: EntityRef[] = [];
    for (const ref of entities()) {
      const now = rows(ref)
        .map(({ environment, status, newer }) => [environment, status, newer])
        .join();
      const before = this.#last.get(ref);
      if (before !== undefined && before !== now) turned.push(ref);
      this.#last.set(ref, now);
    }
    publish(turned);
  }
}
