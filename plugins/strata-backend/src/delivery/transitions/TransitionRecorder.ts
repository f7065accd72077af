import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  type ApplicationRecord,
  environmentOf,
  kubernetesSourceId,
  type SourceStatus,
  type Turn,
  turnsBetween,
} from '@strata/plugin-strata-common';
import type { ApplicationIndex } from '../ApplicationIndex';
import type { Clock } from '../clock';
import type { RecordChange } from '../RecordStore';
import type { ClaimedTurn, TransitionLog } from './TransitionLog';

/** What waits to be written: turns, or a first look whose turns the log tells. */
interface Noticed {
  application: ApplicationRecord;
  seenAt: number;
  /** Undefined for a first look. */
  turns?: Turn[];
}

/** Applications per write. */
const batch = 200;
const retryMs = 5_000;

/**
 * Brings what turns in the index into the log. The index never waits for it:
 * noticing is memory alone, and what finds no room is counted as lost.
 */
export class TransitionRecorder {
  #queue: Noticed[] = [];
  #lost = new Map<string, number>();
  #failing = false;

  constructor(
    private readonly options: {
      index: ApplicationIndex;
      log: Pick<TransitionLog, 'append'>;
      clock: Clock;
      logger: LoggerService;
      /** How often what was noticed is written. */
      intervalMs: number;
      /** Most that waits, in Applications. */
      room: number;
    },
  ) {
    options.index.onApplication(change => this.#notice(change));
  }

  /** Turns of a cluster that found no room since the start. */
  lost(cluster: string): number {
    return this.#lost.get(cluster) ?? 0;
  }

  /** The status of a cluster with what the log lacks, where it lacks any. */
  account(source: SourceStatus): SourceStatus {
    const cluster = source.id.slice(kubernetesSourceId('').length);
    const lost = this.lost(cluster);
    if (lost === 0) return source;
    return { ...source, detail: { ...source.detail, transitionsLost: lost } };
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock, intervalMs } = this.options;
    while (!signal.aborted) {
      await clock.wait(this.#failing ? retryMs : intervalMs, signal);
      await this.flush();
    }
  }

  /** Writes what waits; what cannot be written goes on waiting. */
  async flush(): Promise<void> {
    const { log, logger } = this.options;
    while (this.#queue.length > 0) {
      const noticed = this.#queue.splice(0, batch);
      try {
        await log.append(noticed.flatMap(each => this.#turns(each)));
        if (this.#failing) logger.info('transitions are written again');
        this.#failing = false;
      } catch (error) {
        this.#queue.unshift(...noticed);
        if (!this.#failing) {
          logger.error(
            'transitions cannot be written and wait',
            error instanceof Error ? error : new Error(String(error)),
          );
        }
        this.#failing = true;
        return;
      }
    }
  }

  #notice(change: RecordChange<ApplicationRecord>): void {
    if (change.kind === 'removed') return;
    const application = change.after;
    const seenAt = this.options.clock.now();
    const turns =
      change.kind === 'changed' && change.before.uid === application.uid
        ? turnsBetween(change.before, application, seenAt)
        : undefined;
    if (turns?.length === 0) return;
    if (this.#queue.length >= this.options.room) {
      const { cluster } = application;
      this.#lost.set(cluster, this.lost(cluster) + (turns?.length ?? 1));
      return;
    }
    this.#queue.push({ application, seenAt, turns });
  }

  #turns({ application, seenAt, turns }: Noticed): ClaimedTurn[] {
    const { index } = this.options;
    const claim = index.claim(application);
    const item =
      claim.kind === 'claimed' ? index.item(claim.items[0]) : undefined;
    const claimed = item && {
      entityRef: item.entityRef,
      environment: environmentOf(item, application) ?? application.name,
    };
    return (turns ?? turnsBetween(undefined, application, seenAt)).map(
      turn => ({ ...turn, ...claimed }),
    );
  }
}
