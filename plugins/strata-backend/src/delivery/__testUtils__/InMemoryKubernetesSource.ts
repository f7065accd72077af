import {
  type ArgoKind,
  type GetRequest,
  KubernetesError,
  type KubernetesSource,
  type ListPage,
  type ListRequest,
  type WatchEvent,
  type WatchHandlers,
  type WatchRequest,
} from '../kubernetes/KubernetesSource';

interface KubernetesObject {
  metadata: { name: string; namespace: string; resourceVersion?: string };
}

type Question = 'list' | 'watch' | 'get';

interface LoggedEvent {
  kind: ArgoKind;
  version: number;
  event: WatchEvent;
}

interface OpenWatch {
  kind: ArgoKind;
  request: WatchRequest;
  handlers: WatchHandlers;
  end: () => void;
  fail: (error: Error) => void;
}

const keyOf = (kind: ArgoKind, { metadata }: KubernetesObject) =>
  `${kind}/${metadata.namespace}/${metadata.name}`;

/**
 * An API server in memory: consistent paged lists, watches from a
 * resourceVersion, and everything that goes wrong with them on demand.
 */
export class InMemoryKubernetesSource implements KubernetesSource {
  #objects = new Map<string, { kind: ArgoKind; object: KubernetesObject }>();
  #log: LoggedEvent[] = [];
  #version = 1;
  /** Versions up to this one were compacted away: 410 for who asks. */
  #compacted = 0;
  readonly #watches = new Set<OpenWatch>();
  readonly #failures: { on: Question; error: Error }[] = [];
  /** Snapshots behind continue tokens. */
  readonly #pages = new Map<string, { items: unknown[]; version: number }>();
  #token = 0;
  #silent = false;
  #hangs = false;

  readonly lists: ArgoKind[] = [];
  /** Objects asked for one by one, as kind/namespace/name. */
  readonly gets: string[] = [];
  readonly watches: { kind: ArgoKind; resourceVersion: string }[] = [];

  constructor(readonly cluster = 'homelab') {}

  get openWatches(): number {
    return this.#watches.size;
  }

  put(kind: ArgoKind, object: KubernetesObject): void {
    const version = ++this.#version;
    const stored = {
      ...object,
      metadata: { ...object.metadata, resourceVersion: String(version) },
    };
    this.#objects.set(keyOf(kind, object), { kind, object: stored });
    this.#happened(kind, version, {
      kind: 'upserted',
      object: stored,
      resourceVersion: String(version),
    });
  }

  remove(kind: ArgoKind, object: KubernetesObject): void {
    const version = ++this.#version;
    this.#objects.delete(keyOf(kind, object));
    this.#happened(kind, version, {
      kind: 'deleted',
      object,
      resourceVersion: String(version),
    });
  }

  bookmark(): void {
    const resourceVersion = String(++this.#version);
    for (const { handlers } of this.#watches) {
      if (!this.#silent) handlers.event({ kind: 'bookmark', resourceVersion });
    }
  }

  /** The next request of this sort fails. */
  failNext(on: Question, error: Error): void {
    this.#failures.push({ on, error });
  }

  /** Every watch ends as at its timeout. */
  endWatches(): void {
    for (const watch of [...this.#watches]) watch.end();
  }

  /** Every watch breaks with this error. */
  breakWatches(error: Error): void {
    for (const watch of [...this.#watches]) watch.fail(error);
  }

  /** Connections stay open and nothing comes through any more. */
  goSilent(silent = true): void {
    this.#silent = silent;
  }

  /** Lists do not answer until they are given up. */
  hangLists(hangs = true): void {
    this.#hangs = hangs;
  }

  /** History is forgotten: going on from a version up to now is 410. */
  compact(): void {
    this.#compacted = this.#version;
    this.#log = [];
    this.#pages.clear();
  }

  /** As a server that came back without its data. */
  restartEmpty(): void {
    this.#objects.clear();
    this.#log = [];
    this.#version = 1;
    this.#compacted = Number.MAX_SAFE_INTEGER;
    this.breakWatches(new KubernetesError('connection_lost', 'socket hang up'));
  }

  async list(kind: ArgoKind, request: ListRequest): Promise<ListPage> {
    this.lists.push(kind);
    this.#fail('list');
    if (this.#hangs) await aborted(request.signal);
    const { items, version } = this.#snapshot(kind, request);
    const rest = items.slice(request.limit);
    let continueToken: string | undefined;
    if (rest.length > 0) {
      continueToken = `token-${++this.#token}`;
      this.#pages.set(continueToken, { items: rest, version });
    }
    return {
      items: items.slice(0, request.limit),
      resourceVersion: String(version),
      continueToken,
    };
  }

  async get(
    kind: ArgoKind,
    { namespace, name, signal }: GetRequest,
  ): Promise<unknown> {
    const key = keyOf(kind, { metadata: { namespace, name } });
    this.gets.push(key);
    this.#fail('get');
    if (this.#hangs) await aborted(signal);
    const stored = this.#objects.get(key);
    if (!stored) throw new KubernetesError('not_found', `no ${key}`);
    return stored.object;
  }

  async watch(
    kind: ArgoKind,
    request: WatchRequest,
    handlers: WatchHandlers,
  ): Promise<void> {
    this.watches.push({ kind, resourceVersion: request.resourceVersion });
    this.#fail('watch');
    if (this.#silent) return aborted(request.signal);
    const from = Number(request.resourceVersion);
    if (from < this.#compacted) {
      throw new KubernetesError('expired', 'too old resource version');
    }
    handlers.opened();
    return new Promise((resolve, reject) => {
      const watch: OpenWatch = {
        kind,
        request,
        handlers,
        end: () => {
          this.#watches.delete(watch);
          resolve();
        },
        fail: error => {
          this.#watches.delete(watch);
          reject(error);
        },
      };
      this.#watches.add(watch);
      request.signal.addEventListener('abort', watch.end, { once: true });
      this.#log
        .filter(logged => logged.kind === kind && logged.version > from)
        .forEach(({ event }) => handlers.event(event));
    });
  }

  #snapshot(kind: ArgoKind, { continueToken, namespace }: ListRequest) {
    if (continueToken) {
      const page = this.#pages.get(continueToken);
      if (!page) {
        throw new KubernetesError('expired', 'the continue token is too old');
      }
      return page;
    }
    if (this.#compacted > this.#version) this.#compacted = 0;
    const items = [...this.#objects.values()]
      .filter(
        stored =>
          stored.kind === kind &&
          (namespace === undefined ||
            stored.object.metadata.namespace === namespace),
      )
      .map(({ object }) => object);
    return { items, version: this.#version };
  }

  #happened(kind: ArgoKind, version: number, event: WatchEvent): void {
    this.#log.push({ kind, version, event });
    if (this.#silent) return;
    for (const watch of this.#watches) {
      if (watch.kind === kind) watch.handlers.event(event);
    }
  }

  #fail(on: Question): void {
    const index = this.#failures.findIndex(failure => failure.on === on);
    if (index < 0) return;
    const [{ error }] = this.#failures.splice(index, 1);
    throw error;
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const give = () =>
      reject(new KubernetesError('connection_lost', 'given up'));
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { once: true });
  });
}
