import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  type ApplicationSource,
  type EntityRef,
  type Mark,
  normalizeRepository,
} from '@strata/plugin-strata-common';
import type { Clock } from '../clock';
import type { MarkLog } from './MarkLog';

const everything = '';

/**
 * Marks in force, in memory: guards of every row ask for them. Other replicas
 * write too, so the log is read on, and once more before anybody acts.
 */
export class Marks {
  /** Repository → revision → entity (or everything) → the latest mark. */
  readonly #marks = new Map<string, Map<string, Map<string, Mark>>>();
  #read = 0;

  constructor(
    private readonly options: {
      log: MarkLog;
      clock: Clock;
      logger: LoggerService;
      intervalMs: number;
      /** Told which entities a mark concerns; all where `undefined`. */
      announce: (entityRef: string | undefined) => void;
    },
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    const { clock, intervalMs, logger } = this.options;
    while (!signal.aborted) {
      await this.refresh().catch(error =>
        logger.warn('marks of revisions cannot be read', error),
      );
      await clock.wait(intervalMs, signal);
    }
  }

  /** Reads what was marked since the last look. */
  async refresh(): Promise<void> {
    for (const { sequence, mark } of await this.options.log.since(this.#read)) {
      // Two looks at once read the same marks.
      if (sequence <= this.#read) continue;
      this.#read = sequence;
      this.#put(mark);
      this.options.announce(mark.entityRef);
    }
  }

  /** Those on a revision that concern an entity. */
  of(
    repository: string | undefined,
    revision: string,
    entityRef: EntityRef | undefined,
  ): Mark[] {
    if (repository === undefined) return [];
    const scopes = this.#marks
      .get(normalizeRepository(repository))
      ?.get(revision);
    return [everything, entityRef ?? everything].flatMap(
      (scope, index, all) =>
        (all.indexOf(scope) === index && scopes?.get(scope)) || [],
    );
  }

  /** Why a revision of these sources is bad for an entity, if it is. */
  bad(
    sources: readonly ApplicationSource[],
    entityRef: EntityRef,
  ): { get: (revision: string) => string | undefined } {
    return {
      get: revision =>
        sources
          .flatMap(({ repoUrl }) => this.of(repoUrl, revision, entityRef))
          .find(({ verdict }) => verdict === 'bad')?.reason,
    };
  }

  #put(mark: Mark): void {
    const repository = normalizeRepository(mark.repository);
    const revisions = this.#marks.get(repository) ?? new Map();
    const scopes = revisions.get(mark.revision) ?? new Map();
    scopes.set(mark.entityRef ?? everything, mark);
    revisions.set(mark.revision, scopes);
    this.#marks.set(repository, revisions);
  }
}
