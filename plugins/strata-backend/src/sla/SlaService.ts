import type {
  EntityRef,
  SlaPromise,
  SloRow,
  SloSeries,
  SourceStatus,
} from '@strata/plugin-strata-common';

/** Answers from the snapshot; only `series` may ask Prometheus (cached, shared). */
export interface SlaService {
  slos(entityRef: EntityRef): SloRow[];
  promise(entityRef: EntityRef): SlaPromise | undefined;
  series(
    sloId: string,
    range: { from: Date; to: Date; stepSeconds: number },
  ): Promise<SloSeries>;
  sources(): SourceStatus[];
  subscribe(listener: (entityRefs: readonly EntityRef[]) => void): () => void;
}
