import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SourceStatus } from '@strata/plugin-strata-common';
import type { Clock } from '../clock';
import type { ArgoCdApi } from './ArgoCdApi';

type Health =
  | { kind: 'unasked'; since: number }
  | { kind: 'answering'; since: number; asOf: number; version: string }
  | { kind: 'silent'; since: number; asOf?: number; error: string };

const iso = (millis: number) => new Date(millis).toISOString();

/**
 * Whether an instance can be reached, asked in the background, so that a page
 * can say so before somebody tries to act.
 */
export class ArgoCdHealth {
  #health: Health;

  constructor(
    private readonly options: {
      name: string;
      api: Pick<ArgoCdApi, 'version'>;
      clock: Clock;
      logger: LoggerService;
      intervalMs: number;
      staleAfterMs: number;
    },
  ) {
    this.#health = { kind: 'unasked', since: options.clock.now() };
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#ask();
      await this.options.clock.wait(this.options.intervalMs, signal);
    }
  }

  status(): SourceStatus {
    const { name, staleAfterMs } = this.options;
    const health = this.#health;
    const base = {
      id: `argocd:${name}`,
      kind: 'argocd' as const,
      title: name,
      since: iso(health.since),
      staleAfterSeconds: staleAfterMs / 1000,
    };
    switch (health.kind) {
      case 'unasked':
        return { ...base, state: 'connecting' };
      case 'answering':
        return {
          ...base,
          state: 'connected',
          asOf: iso(health.asOf),
          detail: { version: health.version },
        };
      case 'silent':
        return {
          ...base,
          state: 'unreachable',
          asOf: health.asOf === undefined ? undefined : iso(health.asOf),
          error: health.error,
        };
      default:
        return health satisfies never;
    }
  }

  async #ask(): Promise<void> {
    const { api, clock, logger, name } = this.options;
    const before = this.#health;
    try {
      const version = await api.version();
      const now = clock.now();
      this.#health = {
        kind: 'answering',
        since: before.kind === 'answering' ? before.since : now,
        asOf: now,
        version,
      };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#health = {
        kind: 'silent',
        since: before.kind === 'silent' ? before.since : clock.now(),
        asOf: before.kind === 'unasked' ? undefined : before.asOf,
        error: message,
      };
      // One line when it goes away, none for every time it is asked again.
      if (before.kind !== 'silent') {
        logger.warn(message, { source: `argocd:${name}` });
      }
    }
  }
}
