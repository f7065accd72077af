import type {
  ApplicationRef,
  DeliveryRow,
  EntityRef,
  SourceStatus,
} from '@strata/plugin-strata-common';

/** Answers from the index only: no upstream call on behalf of a viewer. */
export interface DeliveryService {
  /** Rows of one entity in promotion order; `actions` left out. */
  rows(entityRef: EntityRef): DeliveryRow[];
  /** Applications no item claims. */
  unclaimed(): (ApplicationRef & { project: string })[];
  sources(): SourceStatus[];
  /** Called, coalesced, with the entities whose rows may have changed. */
  subscribe(listener: (entityRefs: readonly EntityRef[]) => void): () => void;
}
