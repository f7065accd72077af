import type { StrataSignal } from '@strata/plugin-strata-common';

/**
 * What is known of one answer. Data that was once read stays while it is read
 * again and when that fails: a page may be old, it is never emptied.
 * @public
 */
export type ResourceState<T> =
  | { kind: 'loading' }
  | { kind: 'ready'; data: T; receivedAt: number; refreshing: boolean }
  | { kind: 'failed'; error: Error; failedAt: number; retrying: boolean }
  | {
      kind: 'outdated';
      data: T;
      receivedAt: number;
      error: Error;
      /** When the first of the failures in a row happened. */
      failedAt: number;
      refreshing: boolean;
    };

type Entry = {
  state: ResourceState<unknown>;
  load: () => Promise<unknown>;
  matches: (signal: StrataSignal) => boolean;
  listeners: Set<() => void>;
  inFlight: boolean;
  /** Something changed while a read was on its way: read once more. */
  again: boolean;
  forget?: ReturnType<typeof setTimeout>;
};

/** How long an answer nobody looks at is kept, for the way back. */
const keepMilliseconds = 60_000;

const loading: ResourceState<never> = { kind: 'loading' };

/**
 * Answers shared by all components that show the same thing: one request for
 * any number of cards, and one more per signal, however many arrive at once.
 */
export class ResourceStore {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly now: () => number) {}

  state(key: string): ResourceState<unknown> {
    return this.entries.get(key)?.state ?? loading;
  }

  subscribe(
    key: string,
    source: Pick<Entry, 'load' | 'matches'>,
    listener: () => void,
  ): () => void {
    const entry = this.entry(key, source);
    clearTimeout(entry.forget);
    const first = entry.listeners.size === 0;
    entry.listeners.add(listener);
    if (first) this.read(entry);
    return () => {
      entry.listeners.delete(listener);
      if (entry.listeners.size > 0) return;
      entry.forget = setTimeout(() => {
        this.entries.delete(key);
      }, keepMilliseconds);
    };
  }

  /** Reads again, at once or after the read under way. */
  refresh(key: string): void {
    const entry = this.entries.get(key);
    if (entry) this.read(entry);
  }

  /** Reads again what is on the screen and concerns the signal. */
  signalled(signal: StrataSignal): void {
    this.refreshWhere(entry => entry.matches(signal));
  }

  /** Reads everything on the screen again: signals may have been missed. */
  refreshAll(): void {
    this.refreshWhere(() => true);
  }

  private refreshWhere(predicate: (entry: Entry) => boolean): void {
    for (const entry of this.entries.values()) {
      if (entry.listeners.size > 0 && predicate(entry)) this.read(entry);
    }
  }

  private entry(key: string, source: Pick<Entry, 'load' | 'matches'>): Entry {
    const known = this.entries.get(key);
    if (known) return Object.assign(known, source);
    const entry: Entry = {
      ...source,
      state: loading,
      listeners: new Set(),
      inFlight: false,
      again: false,
    };
    this.entries.set(key, entry);
    return entry;
  }

  private async read(entry: Entry): Promise<void> {
    if (entry.inFlight) {
      entry.again = true;
      return;
    }
    entry.inFlight = true;
    this.set(entry, begun(entry.state));
    try {
      const data = await entry.load();
      this.set(entry, {
        kind: 'ready',
        data,
        receivedAt: this.now(),
        refreshing: false,
      });
    } catch (error) {
      this.set(entry, failed(entry.state, asError(error), this.now()));
    } finally {
      entry.inFlight = false;
    }
    if (entry.again && entry.listeners.size > 0) {
      entry.again = false;
      await this.read(entry);
    }
  }

  private set(entry: Entry, state: ResourceState<unknown>): void {
    entry.state = state;
    for (const listener of entry.listeners) listener();
  }
}

function begun(state: ResourceState<unknown>): ResourceState<unknown> {
  switch (state.kind) {
    case 'loading':
      return state;
    case 'failed':
      return { ...state, retrying: true };
    case 'ready':
    case 'outdated':
      return { ...state, refreshing: true };
    default:
      throw unreachable(state);
  }
}

function failed(
  state: ResourceState<unknown>,
  error: Error,
  now: number,
): ResourceState<unknown> {
  switch (state.kind) {
    case 'loading':
      return { kind: 'failed', error, failedAt: now, retrying: false };
    case 'failed':
      return { ...state, error, retrying: false };
    case 'ready':
      return {
        ...state,
        kind: 'outdated',
        error,
        failedAt: now,
        refreshing: false,
      };
    case 'outdated':
      return { ...state, error, refreshing: false };
    default:
      throw unreachable(state);
  }
}

function unreachable(state: never): Error {
  return new TypeError(`not a resource state: ${JSON.stringify(state)}`);
}

function asError(value: unknown): Error {
  return value instanceof Error ? value : new Error(String(value));
}
