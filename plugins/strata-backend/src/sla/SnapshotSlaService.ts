import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  type EntityRef,
  type Item,
  promiseOf,
  type SlaPromise,
  type SloRow,
  type SloSeries,
  type SloStatus,
  type SourceStatus,
} from '@strata/plugin-strata-common';
import type { Clock } from '../delivery/clock';
import { measure } from './measure';
import { type PrometheusSource, snapshotOf } from './PrometheusSource';
import type { SeriesRange, SloPlots } from './SloPlots';
import type { SlaService } from './SlaService';
import type { SloDirectory } from './SloDirectory';
import { sloRow, visibleFigures } from './sloRow';

type Listener = (refs: readonly EntityRef[]) => void;

/** What was last told about one SLO. */
interface Told {
  figures: string;
  status: SloStatus;
  /** When it took this status; unknown where it already had it at first sight. */
  sinceMs?: number;
}

/** Answers from the snapshots of the sources, whatever their age. */
export class SnapshotSlaService implements SlaService {
  readonly #listeners = new Set<Listener>();
  readonly #told = new Map<string, Told>();

  constructor(
    private readonly options: {
      directory: SloDirectory;
      sources: readonly PrometheusSource[];
      plots: SloPlots;
      clock: Clock;
      logger: LoggerService;
    },
  ) {}

  slos(ref: EntityRef): SloRow[] {
    return this.#rows(ref).map(row => {
      const told = this.#told.get(row.sloId);
      return told?.status === row.status && told.sinceMs !== undefined
        ? { ...row, since: new Date(told.sinceMs).toISOString() }
        : row;
    });
  }

  promise(ref: EntityRef): SlaPromise | undefined {
    return promiseOf(this.options.directory.item(ref)?.definition);
  }

  series(sloId: string, range: SeriesRange): Promise<SloSeries> {
    return this.options.plots.series(sloId, range);
  }

  sources(): SourceStatus[] {
    return this.options.sources.map(source => source.status());
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Compares every row with what was last told, and tells what changed. */
  publish(): void {
    const { directory, sources, clock, logger } = this.options;
    // Before the first reading there is nothing that could have changed, and
    // what follows it did not begin with it.
    if (sources.some(({ state }) => state.kind === 'connecting')) return;
    const changed: EntityRef[] = [];
    const seen = new Set<string>();
    for (const ref of directory.entities()) {
      const rows = this.#rows(ref);
      for (const { sloId } of rows) seen.add(sloId);
      if (rows.filter(row => this.#remember(row, clock.now())).length > 0) {
        changed.push(ref);
      }
    }
    for (const id of this.#told.keys())
      if (!seen.has(id)) this.#told.delete(id);
    if (changed.length === 0) return;
    for (const listener of this.#listeners) {
      try {
        listener(changed);
      } catch (error) {
        logger.error(
          'a listener of SLA changes failed',
          error instanceof Error ? error : new Error(String(error)),
        );
      }
    }
  }

  /** Whether the row differs from what was told. */
  #remember(row: SloRow, nowMs: number): boolean {
    const before = this.#told.get(row.sloId);
    const figures = visibleFigures(row);
    if (before?.figures === figures) return false;
    const kept = before?.status === row.status ? before.sinceMs : nowMs;
    this.#told.set(row.sloId, {
      figures,
      status: row.status,
      sinceMs: before ? kept : undefined,
    });
    return true;
  }

  #rows(ref: EntityRef): SloRow[] {
    const { directory, sources, clock } = this.options;
    const item = directory.item(ref);
    if (!item) return [];
    const links = monitoringLinks(item);
    return directory.of(ref).map(slo => {
      const measured = measure(slo, sources, clock.now());
      const snapshot = measured.source && snapshotOf(measured.source.state);
      return sloRow(
        slo,
        measured,
        snapshot && new Date(snapshot.takenAt).toISOString(),
        links,
      );
    });
  }
}

/** Where an on-call goes next, as far as the definition gives addresses. */
function monitoringLinks(item: Item): SloRow['links'] {
  const monitoring = item.definition?.spec.monitoring;
  if (!monitoring) return [];
  const links = (monitoring.dashboards ?? [])
    .filter(text => /^https?:\/\//.test(text))
    .map(url => ({ title: 'Dashboard', url }));
  return monitoring.runbook
    ? [{ title: 'Runbook', url: monitoring.runbook }, ...links]
    : links;
}
