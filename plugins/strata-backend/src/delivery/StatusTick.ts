import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
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
      logger: Pick<LoggerService, 'error'>;
      intervalMs: number;
      entities: () => Iterable<EntityRef>;
      rows: (ref: EntityRef) => DeliveryRow[];
      publish: (refs: EntityRef[]) => void;
    },
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    const { clock, intervalMs, logger } = this.options;
    let failing: string | undefined;
    while (!signal.aborted) {
      await clock.wait(intervalMs, signal);
      try {
        await this.#compare(signal);
        failing = undefined;
      } catch (error) {
        // Once per cause: the next look is tried all the same.
        const cause = toError(error);
        if (failing !== cause.message) {
          logger.error('what time alone turned was not told', cause);
        }
        failing = cause.message;
      }
    }
  }

  async #compare(signal: AbortSignal): Promise<void> {
    const { entities, rows, publish } = this.options;
    const turned: EntityRef[] = [];
    let done = 0;
    const known = new Set(entities());
    for (const ref of this.#last.keys()) {
      if (!known.has(ref)) this.#last.delete(ref);
    }
    for (const ref of known) {
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
