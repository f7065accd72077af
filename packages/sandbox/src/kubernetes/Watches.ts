import type { Faults } from '../control/Faults';
import type { Clock } from '../time/clock';
import type { Request } from '../http/Server';
import { ApiFailure } from './failure';
import { apiVersionOf, type ResourceKind } from './kinds';
import type { KubeObject } from './objects';
import type { ResourceStore, StoreEvent } from './ResourceStore';
import type { Selector } from './selectors';
import { tableOf, wantsTable } from './table';

/** What one watch follows. */
export interface WatchScope {
  kind: ResourceKind;
  namespace: string | undefined;
  matches: Selector;
}

/** As much of an HTTP response as a watch needs. */
export interface WatchResponse {
  writeHead(status: number, headers: Record<string, string>): unknown;
  flushHeaders(): void;
  write(text: string): unknown;
  end(): unknown;
  on(event: 'close', listener: () => void): unknown;
}

type WatchEvent = {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  object: unknown;
};

/** A watch lasts between 30 and 60 minutes where the client names no time. */
const defaultTimeoutSeconds = 45 * 60;
/** kube-apiserver sends one about every minute. */
const bookmarkMilliseconds = 60_000;

/** The open watches, so that a fault switch can end them all. */
export class Watches {
  readonly #open = new Set<() => void>();

  constructor(
    private readonly store: ResourceStore,
    private readonly clock: Clock,
    private readonly faults: Faults,
  ) {}

  get count() {
    return this.#open.size;
  }

  /** Ends every watch, as a restarting API server does. */
  drop() {
    for (const end of [...this.#open]) end();
  }

  start(scope: WatchScope, request: Request, response: WatchResponse) {
    const { query } = request;
    const asTable = wantsTable(request.headers.accept);
    const timeout =
      Number(query.get('timeoutSeconds') ?? defaultTimeoutSeconds) ||
      defaultTimeoutSeconds;
    if (query.get('sendInitialEvents') === 'true') {
      throw new ApiFailure(
        422,
        'Invalid',
        'ListOptions.meta.k8s.io "" is invalid: sendInitialEvents: Forbidden: sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled',
      );
    }
    let reached = this.store.version;
    const write = (event: WatchEvent) => {
      if (this.faults.get('kubernetes').kind === 'silent') return;
      response.write(`${JSON.stringify(event)}\n`);
    };
    const present = (object: KubeObject) =>
      asTable
        ? tableOf(
            scope.kind,
            [object],
            this.clock.now(),
            { resourceVersion: object.metadata.resourceVersion },
            query.get('includeObject'),
          )
        : object;
    const pass = (event: StoreEvent) => {
      reached = event.version;
      const type = seenAs(scope, event);
      if (type) write({ type, object: present(event.object) });
    };
    response.writeHead(200, {
      'content-type': 'application/json',
      'cache-control': 'no-cache, private',
    });
    response.flushHeaders();

    const from = query.get('resourceVersion');
    const initial = this.#initialEvents(scope, from);
    if (initial.kind === 'gone') {
      const failure = ApiFailure.expired(
        `too old resource version: ${from} (${initial.oldest})`,
      );
      write({ type: 'ERROR', object: failure.status() });
      response.end();
      return;
    }
    initial.events.forEach(pass);
    const unsubscribe = this.store.subscribe(event => {
      if (event.kind === scope.kind) pass(event);
      else reached = event.version;
    });
    const bookmark = () =>
      write({
        type: 'BOOKMARK',
        object: {
          kind: scope.kind.kind,
          apiVersion: apiVersionOf(scope.kind),
          metadata: { resourceVersion: String(reached) },
        },
      });
    const stopBookmarks =
      query.get('allowWatchBookmarks') === 'true'
        ? this.clock.every(bookmarkMilliseconds, bookmark)
        : () => {};
    const end = () => {
      this.#open.delete(end);
      unsubscribe();
      stopBookmarks();
      stopTimeout();
      response.end();
    };
    const stopTimeout = this.clock.every(timeout * 1000, end);
    this.#open.add(end);
    response.on('close', end);
  }

  #initialEvents(scope: WatchScope, from: string | null) {
    if (from !== null && from !== '' && from !== '0') {
      const version = Number(from);
      if (!Number.isInteger(version)) {
        throw ApiFailure.badRequest(`invalid resource version: ${from}`);
      }
      return this.store.since(scope.kind, version);
    }
    const events = this.store.list(scope.kind, scope.namespace).map(
      (object): StoreEvent => ({
        type: 'ADDED',
        kind: scope.kind,
        version: Number(object.metadata.resourceVersion),
        object,
      }),
    );
    return { kind: 'events' as const, events };
  }
}

/**
 * How an event looks through a selector: an object that begins to match was
 * added, one that ceases to match was deleted.
 */
function seenAs(scope: WatchScope, event: StoreEvent) {
  if (
    scope.namespace !== undefined &&
    event.object.metadata.namespace !== scope.namespace
  ) {
    return undefined;
  }
  const now = scope.matches(event.object);
  switch (event.type) {
    case 'ADDED':
      return now ? 'ADDED' : undefined;
    case 'DELETED':
      return now ? 'DELETED' : undefined;
    case 'MODIFIED': {
      const before = event.previous ? scope.matches(event.previous) : now;
      if (now) return before ? 'MODIFIED' : 'ADDED';
      return before ? 'DELETED' : undefined;
    }
    default:
      throw new Error(
        `unknown event ${JSON.stringify(event.type satisfies never)}`,
      );
  }
}
