import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  badInWindows,
  lastSample,
  samplesInWindows,
  type SourceStatus,
  totalInWindows,
} from '@strata/plugin-strata-common';
import type { Clock } from '../delivery/clock';
import type { PrometheusClient } from './prometheus/PrometheusClient';
import { buildSnapshot, type SlaSnapshot } from './snapshot';

/** How the readings of one Prometheus stand. */
export type ReadingState =
  | { kind: 'connecting'; sinceMs: number }
  | { kind: 'current'; sinceMs: number; snapshot: SlaSnapshot }
  | {
      kind: 'failing';
      sinceMs: number;
      error: string;
      /** The last whole snapshot, where there ever was one. */
      last?: SlaSnapshot;
    };

/** The snapshot a state has to offer, however old. */
export function snapshotOf(state: ReadingState): SlaSnapshot | undefined {
  switch (state.kind) {
    case 'connecting':
      return undefined;
    case 'current':
      return state.snapshot;
    case 'failing':
      return state.last;
    default: {
      const never: never = state;
      throw new TypeError(`unknown state ${JSON.stringify(never)}`);
    }
  }
}

/**
 * Keeps the snapshot of one Prometheus fresh. A cycle succeeds as a whole or
 * leaves the last snapshot as it is; nothing is needed at start.
 */
export class PrometheusSource {
  readonly id: string;
  #state: ReadingState;
  #cycles = 0;

  constructor(
    private readonly options: {
      client: PrometheusClient;
      clock: Clock;
      logger: LoggerService;
      intervalMs: number;
      staleAfterMs: number;
      /** Windows to sum over, as the declared SLOs need them now. */
      windows: () => string[];
      /** Called after every cycle, whatever came of it. */
      onCycle: () => void;
    },
  ) {
    this.id = `prometheus:${options.client.name}`;
    this.#state = { kind: 'connecting', sinceMs: options.clock.now() };
  }

  get state(): ReadingState {
    return this.#state;
  }

  get client(): PrometheusClient {
    return this.options.client;
  }

  /** Resolves after the signal fired. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, intervalMs, onCycle } = this.options;
    while (!signal.aborted) {
      await this.cycle(signal);
      if (signal.aborted) return;
      onCycle();
      await clock.wait(intervalMs, signal);
    }
  }

  /** One reading; never throws. */
  async cycle(signal: AbortSignal): Promise<void> {
    const { clock, client, windows } = this.options;
    const takenAt = clock.now();
    const at = Math.floor(takenAt / 1000);
    const ask = (query: string) => client.instant(query, at, signal);
    try {
      const wanted = { windows: windows() };
      const [bad, total, samples, last] = await Promise.all([
        ask(badInWindows.build(wanted)),
        ask(totalInWindows.build(wanted)),
        ask(samplesInWindows.build(wanted)),
        ask(lastSample.build({})),
      ]);
      const snapshot = buildSnapshot(
        takenAt,
        {
          bad: bad.result,
          total: total.result,
          samples: samples.result,
          last: last.result,
        },
        [bad, total, samples, last].flatMap(({ notes }) => notes),
      );
      if (!signal.aborted) this.#succeeded(snapshot);
    } catch (error) {
      if (!signal.aborted) this.#failed(error);
    }
  }

  #succeeded(snapshot: SlaSnapshot) {
    const { clock, logger } = this.options;
    this.#cycles++;
    const before = this.#state;
    if (before.kind === 'failing') logger.info(`${this.id} answers again`);
    this.#state = {
      kind: 'current',
      sinceMs: before.kind === 'current' ? before.sinceMs : clock.now(),
      snapshot,
    };
  }

  #failed(error: unknown) {
    const { clock, logger } = this.options;
    const message = error instanceof Error ? error.message : String(error);
    const before = this.#state;
    // One line per cause, not per retry.
    if (before.kind !== 'failing' || before.error !== message) {
      logger.warn(`${this.id} cannot be read: ${message}`);
    }
    this.#state = {
      kind: 'failing',
      sinceMs: before.kind === 'failing' ? before.sinceMs : clock.now(),
      error: message,
      last: snapshotOf(before),
    };
  }

  /** Whether its figures are too old to stand for now. */
  isStale(): boolean {
    const snapshot = snapshotOf(this.#state);
    const { clock, staleAfterMs } = this.options;
    return (
      snapshot === undefined || clock.now() - snapshot.takenAt > staleAfterMs
    );
  }

  status(): SourceStatus {
    const { staleAfterMs, client } = this.options;
    const state = this.#state;
    const snapshot = snapshotOf(state);
    return {
      id: this.id,
      kind: 'prometheus',
      title: client.name,
      state: this.#sourceState(state),
      asOf: snapshot && new Date(snapshot.takenAt).toISOString(),
      since: new Date(state.sinceMs).toISOString(),
      staleAfterSeconds: staleAfterMs / 1000,
      error: state.kind === 'failing' ? state.error : undefined,
      detail: {
        cycles: this.#cycles,
        ...(snapshot && { slos: snapshot.readings.size }),
        ...(snapshot?.notes.length && { notes: snapshot.notes.join(' · ') }),
      },
    };
  }

  #sourceState(state: ReadingState): SourceStatus['state'] {
    switch (state.kind) {
      case 'connecting':
        return 'connecting';
      case 'current':
        return this.isStale() ? 'degraded' : 'connected';
      case 'failing':
        return this.isStale() ? 'unreachable' : 'degraded';
      default: {
        const never: never = state;
        throw new TypeError(`unknown state ${JSON.stringify(never)}`);
      }
    }
  }
}
