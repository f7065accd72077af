import type { EntityRef } from '@strata/plugin-strata-common';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Clock } from './clock';

/** A burst is told once; the first of it waits no longer than this. */
const coalesceMs = 200;

/**
 * Tells listeners which entities changed, coalesced. One listener that throws
 * does not keep the others from hearing.
 */
export class ChangeFeed {
  readonly #listeners = new Set<(refs: readonly EntityRef[]) => void>();
  #pending: Set<EntityRef> | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly logger: LoggerService,
    private readonly signal: AbortSignal,
  ) {}

  subscribe(listener: (refs: readonly EntityRef[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  publish(refs: Iterable<EntityRef>): void {
    if (this.#pending) {
      for (const ref of refs) this.#pending.add(ref);
      return;
    }
    const pending = new Set(refs);
    if (pending.size === 0) return;
    this.#pending = pending;
    this.clock
      .wait(coalesceMs, this.signal)
      .then(() => this.#flush(pending))
      .catch(error => this.logger.error('delivery changes not told', error));
  }

  #flush(pending: Set<EntityRef>): void {
    this.#pending = undefined;
    if (this.signal.aborted) return;
    const refs = [...pending];
    for (const listener of this.#listeners) {
      try {
        listener(refs);
      } catch (error) {
        this.logger.error(
          'a listener of delivery changes failed',
          error instanceof Error ? error : new Error(String(error)),
        );
      }
    }
  }
}
