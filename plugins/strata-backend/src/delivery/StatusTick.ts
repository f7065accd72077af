import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DeliveryRow, EntityRef } from '@strata/plugin-strata-common';
import type { Clock } from './clock';

/** Entities between two chances for everything else to run. */
const slice = 100;

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
      await this.#compare(signal);
    }
  }

  async #compare(signal: AbortSignal): Promise<void> {
    const { entities, rows, publish } = this.options;
    const turned: EntityRef[] = [];
    let done = 0;
    for (const ref of [...entities()]) {
      if (++done % slice === 0) await nextTurn();
      if (signal.aborted) return;
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
