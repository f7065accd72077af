import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Clock } from '../clock';
import { KubernetesError } from './KubernetesSource';
import type {
  ArgoKind,
  KubernetesSource,
  ListPage,
  WatchEvent,
} from './KubernetesSource';
import { defaultLimits, type ReflectorLimits } from './reflectorLimits';
import { initialState, restartRules, transition } from './reflectorState';
import type { ReflectorState, RestartReason } from './reflectorState';
import type { ReflectorStore } from './ReflectorStore';

export interface ReflectorOptions {
  source: KubernetesSource;
  kind: ArgoKind;
  namespace?: string;
  store: ReflectorStore;
  clock: Clock;
  logger: LoggerService;
  limits?: Partial<ReflectorLimits>;
  /** In [0, 1); spreads restarts over time. */
  random?: () => number;
  onState?: (state: ReflectorState) => void;
}

type Outcome =
  | { kind: 'listed'; resourceVersion: string }
  | {
      kind: 'interrupted';
      reason: RestartReason;
      message: string;
      retryAfterMs?: number;
    };

/**
 * Keeps a store equal to one kind of one cluster: list, then watch, again and
 * again. It never ends by itself and never drops what is known on a failure.
 */
export class Reflector {
  readonly #options: ReflectorOptions;
  readonly #limits: ReflectorLimits;
  #state: ReflectorState;
  /** Completed lists and restarts, for people who look closer. */
  readonly counters = { lists: 0, restarts: 0 };
  /** Last time the store was known to equal the cluster, epoch ms. */
  #currentAt: number | undefined;

  constructor(options: ReflectorOptions) {
    this.#options = options;
    this.#limits = { ...defaultLimits, ...options.limits };
    this.#state = initialState(options.clock.now());
  }

  get state(): ReflectorState {
    return this.#state;
  }

  get currentAt(): number | undefined {
    return this.#currentAt;
  }

  get kind(): ArgoKind {
    return this.#options.kind;
  }

  /** Runs until the signal fires. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    while (!signal.aborted) {
      const state = this.#state;
      switch (state.kind) {
        case 'listing':
          this.#end(await this.#list(state.confirmsEmpty, signal), signal);
          break;
        case 'watching':
          this.#end(await this.#watch(state.resourceVersion, signal), signal);
          break;
        case 'backing_off':
          await clock.wait(state.until - clock.now(), signal);
          this.#move(transition(state, { kind: 'resumed', at: clock.now() }));
          break;
        case 'stopped':
          return;
        default:
          state satisfies never;
      }
    }
    this.#move(transition(this.#state, { kind: 'stopped', at: clock.now() }));
  }

  /** All pages first, then one replacement: half a list deletes nothing. */
  async #list(confirmsEmpty: boolean, signal: AbortSignal): Promise<Outcome> {
    const { kind, store } = this.#options;
    const objects: unknown[] = [];
    let continueToken: string | undefined;
    let resourceVersion = '';
    try {
      do {
        const page = await this.#page(continueToken, signal);
        if (page === 'timed_out') {
          return {
            kind: 'interrupted',
            reason: 'timed_out',
            message: `no page of ${kind} within ${
              this.#limits.pageTimeout / 1000
            } s`,
          };
        }
        for (const item of page.items) objects.push(item);
        continueToken = page.continueToken;
        resourceVersion = page.resourceVersion;
      } while (continueToken && !signal.aborted);
    } catch (error) {
      return interruption(error);
    }
    if (signal.aborted) return ended;
    if (objects.length === 0 && store.size() > 0 && !confirmsEmpty) {
      return {
        kind: 'interrupted',
        reason: 'empty_unconfirmed',
        message: `the list of ${kind} is empty, ${store.size()} were known`,
      };
    }
    store.replace(objects);
    this.counters.lists += 1;
    return { kind: 'listed', resourceVersion };
  }

  async #page(
    continueToken: string | undefined,
    signal: AbortSignal,
  ): Promise<ListPage | 'timed_out'> {
    const { source, kind, namespace } = this.#options;
    const page = new AbortController();
    const answer = source.list(kind, {
      namespace,
      limit: this.#limits.pageSize,
      continueToken,
      signal: AbortSignal.any([signal, page.signal]),
    });
    // Whichever loses the race must not surface as an unhandled rejection.
    answer.catch(() => undefined);
    const timer = new AbortController();
    const timeout = this.#options.clock
      .wait(this.#limits.pageTimeout, AbortSignal.any([signal, timer.signal]))
      .then((): 'timed_out' => 'timed_out');
    try {
      return await Promise.race([answer, timeout]);
    } finally {
      timer.abort();
      page.abort();
    }
  }

  async #watch(resourceVersion: string, signal: AbortSignal): Promise<Outcome> {
    const { source, kind, namespace, clock } = this.#options;
    const { watchSeconds } = this.#limits;
    const connection = new AbortController();
    const startedAt = clock.now();
    const watch = source
      .watch(
        kind,
        {
          namespace,
          resourceVersion,
          timeoutSeconds: Math.round(watchSeconds * (1 + this.#random())),
          signal: AbortSignal.any([signal, connection.signal]),
        },
        {
          opened: () => this.#heard(),
          event: event => this.#event(event, connection.signal),
        },
      )
      .then((): Outcome => ended, interruption);
    const quiet = this.#untilQuiet(
      AbortSignal.any([signal, connection.signal]),
    );
    const outcome = await Promise.race([watch, quiet]);
    connection.abort();
    // A watch that ends as it begins would spin: that is a broken connection.
    return outcome === ended && clock.now() - startedAt < 1000
      ? {
          kind: 'interrupted',
          reason: 'connection_lost',
          message: 'the watch ended as soon as it began',
        }
      : outcome;
  }

  /** Resolves when nothing was heard for the limit, or with the signal. */
  async #untilQuiet(signal: AbortSignal): Promise<Outcome> {
    const { clock } = this.#options;
    for (;;) {
      const state = this.#state;
      const heardAt = state.kind === 'watching' ? state.heardAt : clock.now();
      const left = heardAt + this.#limits.quiet - clock.now();
      if (signal.aborted) return ended;
      if (left <= 0) {
        return {
          kind: 'interrupted',
          reason: 'half_open',
          message: `nothing heard for ${this.#limits.quiet / 1000} s`,
        };
      }
      await clock.wait(left, signal);
    }
  }

  #event(event: WatchEvent, connection: AbortSignal): void {
    // Late events of a connection that was given up would go back in time.
    if (connection.aborted) return;
    const { store } = this.#options;
    switch (event.kind) {
      case 'upserted':
        store.upsert(event.object);
        break;
      case 'deleted':
        store.remove(event.object);
        break;
      case 'bookmark':
        break;
      default:
        event satisfies never;
    }
    this.#heard(event.resourceVersion);
  }

  #heard(resourceVersion?: string): void {
    const at = this.#options.clock.now();
    this.#currentAt = at;
    this.#move(transition(this.#state, { kind: 'heard', resourceVersion, at }));
  }

  #end(outcome: Outcome, signal: AbortSignal): void {
    if (signal.aborted) return;
    const { clock, source, kind, logger } = this.#options;
    const at = clock.now();
    if (outcome.kind === 'listed') {
      this.#currentAt = at;
      this.#move(transition(this.#state, { ...outcome, at }));
      return;
    }
    const { reason, message, retryAfterMs } = outcome;
    const repeated =
      this.#state.kind !== 'stopped' && this.#state.after?.reason === reason;
    this.counters.restarts += 1;
    this.#move(
      transition(this.#state, {
        kind: 'interrupted',
        reason,
        message,
        at,
        delayMs: attempt => Math.max(retryAfterMs ?? 0, this.#delay(attempt)),
      }),
    );
    // One line per cause, not per retry; the source's health has the rest.
    if (!repeated) {
      const rule = restartRules[reason];
      logger[rule.log](
        `${kind} of cluster ${source.cluster}: ${message}; ${rule.why}`,
        { cluster: source.cluster, kind, reason },
      );
    }
  }

  /** Exponential, between half and all of the step, so that many spread out. */
  #delay(attempt: number): number {
    const { backoffBase, backoffMax } = this.#limits;
    if (attempt === 0) return backoffBase * this.#random() * 0.25;
    const step = Math.min(backoffMax, backoffBase * 2 ** (attempt - 1));
    return step * (0.5 + this.#random() / 2);
  }

  #random(): number {
    return (this.#options.random ?? Math.random)();
  }

  #move(state: ReflectorState): void {
    this.#state = state;
    this.#options.onState?.(state);
  }
}

const ended: Outcome = {
  kind: 'interrupted',
  reason: 'watch_ended',
  message: 'the watch ended',
};

function interruption(error: unknown): Outcome {
  return error instanceof KubernetesError
    ? {
        kind: 'interrupted',
        reason: error.failure,
        message: error.message,
        retryAfterMs: error.retryAfterMs,
      }
    : {
        kind: 'interrupted',
        reason: 'connection_lost',
        message: error instanceof Error ? error.message : String(error),
      };
}
