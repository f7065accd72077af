import { isDeepStrictEqual } from 'node:util';
import { uuid } from '../time/seeded';
import { kubernetesTime, type Clock } from '../time/clock';
import type { ResourceKind } from './kinds';
import { apiVersionOf } from './kinds';
import type { KubeObject } from './objects';

/** One change, in the order of its resource version. */
export interface StoreEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  kind: ResourceKind;
  version: number;
  object: KubeObject;
  /** The object before the change: a selector may have matched it then. */
  previous?: KubeObject;
}

/** Changes after a resource version, or that they are no longer known. */
export type Since =
  | { kind: 'events'; events: StoreEvent[] }
  | { kind: 'gone'; oldest: number };

/**
 * What etcd is to a cluster: objects under one growing resource version, with
 * a log of changes of limited length. Objects handed out are frozen: whoever
 * wants to change one writes a new one.
 */
export class ResourceStore {
  readonly #objects = new Map<ResourceKind, Map<string, KubeObject>>();
  readonly #log: StoreEvent[] = [];
  readonly #listeners = new Set<(event: StoreEvent) => void>();
  #version: number;
  #oldest: number;

  /**
   * @param logLength - changes kept for watches that resume
   */
  constructor(
    private readonly clock: Clock,
    private readonly logLength = 4000,
  ) {
    // Grows from run to run as well, so that a client of an earlier run is
    // told that its version is too old and never that it is ahead.
    this.#version = Math.floor((clock.now() - Date.UTC(2024, 0, 1)) / 10);
    this.#oldest = this.#version;
  }

  get version() {
    return this.#version;
  }

  get(kind: ResourceKind, namespace: string | undefined, name: string) {
    return this.#objects.get(kind)?.get(keyOf(kind, namespace, name));
  }

  /** All objects of a kind in the order of their keys, as etcd lists them. */
  list(kind: ResourceKind, namespace?: string): KubeObject[] {
    const all = [...(this.#objects.get(kind)?.entries() ?? [])].sort(
      ([a], [b]) => (a < b ? -1 : 1),
    );
    return all
      .map(([, object]) => object)
      .filter(
        object =>
          namespace === undefined || object.metadata.namespace === namespace,
      );
  }

  /**
   * Creates or replaces. Nothing happens, and no version is spent, when the
   * object is as it was.
   */
  put(kind: ResourceKind, object: KubeObject): KubeObject {
    const { name, namespace } = object.metadata;
    const key = keyOf(kind, namespace, name);
    const previous = this.#objects.get(kind)?.get(key);
    const candidate = this.#complete(kind, object, previous);
    if (previous && isDeepStrictEqual(candidate, previous)) return previous;
    this.#version += 1;
    const stored = freeze({
      ...candidate,
      metadata: {
        ...candidate.metadata,
        resourceVersion: String(this.#version),
      },
    });
    const ofKind = this.#objects.get(kind) ?? new Map<string, KubeObject>();
    ofKind.set(key, stored);
    this.#objects.set(kind, ofKind);
    this.#record({
      type: previous ? 'MODIFIED' : 'ADDED',
      kind,
      version: this.#version,
      object: stored,
      previous,
    });
    return stored;
  }

  delete(kind: ResourceKind, namespace: string | undefined, name: string) {
    const key = keyOf(kind, namespace, name);
    const previous = this.#objects.get(kind)?.get(key);
    if (!previous) return undefined;
    this.#objects.get(kind)?.delete(key);
    this.#version += 1;
    const object = freeze({
      ...previous,
      metadata: {
        ...previous.metadata,
        resourceVersion: String(this.#version),
      },
    });
    this.#record({
      type: 'DELETED',
      kind,
      version: this.#version,
      object,
      previous,
    });
    return object;
  }

  since(kind: ResourceKind, version: number): Since {
    if (version < this.#oldest) return { kind: 'gone', oldest: this.#oldest };
    return {
      kind: 'events',
      events: this.#log.filter(
        event => event.kind === kind && event.version > version,
      ),
    };
  }

  /** Forgets the log: every watch that resumes from before is told 410. */
  compact() {
    this.#log.length = 0;
    this.#oldest = this.#version;
  }

  subscribe(listener: (event: StoreEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #complete(
    kind: ResourceKind,
    object: KubeObject,
    previous: KubeObject | undefined,
  ): KubeObject {
    const { metadata } = object;
    const isNewSpec =
      previous !== undefined && !isDeepStrictEqual(object.spec, previous.spec);
    return {
      ...object,
      apiVersion: apiVersionOf(kind),
      kind: kind.kind,
      metadata: {
        ...metadata,
        uid:
          previous?.metadata.uid ??
          metadata.uid ??
          uuid(
            kind.plural,
            metadata.namespace ?? '',
            metadata.name,
            this.#version,
          ),
        creationTimestamp:
          previous?.metadata.creationTimestamp ??
          metadata.creationTimestamp ??
          kubernetesTime(this.clock.now()),
        generation: previous
          ? (previous.metadata.generation ?? 1) + (isNewSpec ? 1 : 0)
          : metadata.generation ?? 1,
        ...(previous && {
          resourceVersion: previous.metadata.resourceVersion,
        }),
      },
    };
  }

  #record(event: StoreEvent) {
    this.#log.push(event);
    while (this.#log.length > this.logLength) {
      const dropped = this.#log.shift();
      if (dropped) this.#oldest = dropped.version;
    }
    for (const listener of [...this.#listeners]) listener(event);
  }
}

const keyOf = (
  kind: ResourceKind,
  namespace: string | undefined,
  name: string,
) => (kind.namespaced ? `${namespace ?? 'default'}/${name}` : name);

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.values(value).forEach(freeze);
    Object.freeze(value);
  }
  return value;
}
