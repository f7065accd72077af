import {
  type ApplicationRecord,
  type DeliveryCell,
  deliveryCells,
  type DeliveryRow,
  type EntityRef,
  type RowContext,
  type SourceStatus,
  unclaimedStatus,
} from '@strata/plugin-strata-common';
import type { ApplicationIndex } from './ApplicationIndex';
import type { Clock } from './clock';
import type { DeliveryService } from './DeliveryService';

export interface IndexedDeliveryOptions {
  index: ApplicationIndex;
  clock: Clock;
  sources: () => SourceStatus[];
  driftGraceMs: number;
  reconcileLimitMs: number;
  newer: RowContext['newer'];
  links: (application: ApplicationRecord) => DeliveryRow['links'];
}

/** Rows out of the index: nothing is asked on behalf of a viewer. */
export class IndexedDeliveryService implements DeliveryService {
  constructor(
    private readonly options: IndexedDeliveryOptions,
    private readonly changes: {
      subscribe: DeliveryService['subscribe'];
    },
  ) {}

  rows(entityRef: EntityRef): DeliveryRow[] {
    return this.cells(entityRef).map(({ row }) => row);
  }

  /** Rows with the facts behind them, for guards. */
  cells(entityRef: EntityRef): DeliveryCell[] {
    const { index } = this.options;
    const item = index.item(entityRef);
    if (!item) return [];
    return deliveryCells(item, index.forEntity(entityRef), this.#context());
  }

  /** What an Application amounts to that no item claims. */
  unclaimedStatus(application: ApplicationRecord) {
    return unclaimedStatus(application, this.#context());
  }

  #context(): RowContext {
    const { index, clock, sources, ...rest } = this.options;
    return {
      ...rest,
      now: clock.now(),
      sources: sources(),
      set: application => index.setOf(application),
      outOfSync: application => index.outOfSync(application),
    };
  }

  unclaimed() {
    return this.options.index
      .unclaimed()
      .map(({ cluster, namespace, name, project }) => ({
        cluster,
        namespace,
        name,
        project,
      }));
  }

  sources(): SourceStatus[] {
    return this.options.sources();
  }

  subscribe(listener: (entityRefs: readonly EntityRef[]) => void) {
    return this.changes.subscribe(listener);
  }
}
