import { EventEmitter } from 'node:events';
import { Faults } from '../control/Faults';
import { ManualClock } from '../time/clock';
import { kinds } from './kinds';
import { ResourceStore } from './ResourceStore';
import { parseLabelSelector } from './selectors';
import { Watches, type WatchResponse } from './Watches';

const pod = (name: string, app: string, spec: unknown = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop', labels: { app } },
  spec,
});

/** As much of a response as a watch writes to. */
class Written extends EventEmitter implements WatchResponse {
  readonly lines: { type: string; object: Record<string, unknown> }[] = [];
  ended = false;
  writeHead() {
    return this;
  }
  flushHeaders() {}
  write(text: string) {
    this.lines.push(JSON.parse(text));
    return true;
  }
  end() {
    this.ended = true;
  }
}

describe('Watches', () => {
  const clock = new ManualClock('2026-11-24T10:00:00Z');
  const store = new ResourceStore(clock);
  const faults = new Faults();
  const watches = new Watches(store, clock, faults);

  const watch = (query: string, selector = '') => {
    const response = new Written();
    watches.start(
      {
        kind: kinds.pod,
        namespace: 'shop',
        matches: parseLabelSelector(selector),
      },
      {
        method: 'GET',
        path: '',
        query: new URLSearchParams(query),
        headers: {},
        body: Buffer.alloc(0),
      },
      response,
    );
    return response;
  };

  it('turns a change of labels into an arrival or a departure', () => {
    store.put(kinds.pod, pod('a', 'shop'));
    const response = watch(`resourceVersion=${store.version}`, 'app=shop');
    store.put(kinds.pod, pod('a', 'cart'));
    store.put(kinds.pod, pod('a', 'cart', { changed: true }));
    store.put(kinds.pod, pod('a', 'shop'));
    store.put(kinds.pod, pod('a', 'shop', { changed: true }));
    expect(response.lines.map(({ type }) => type)).toEqual([
      'DELETED',
      'ADDED',
      'MODIFIED',
    ]);
  });

  it('sends bookmarks to whoever allows them, with the version reached', () => {
    const response = watch(
      `resourceVersion=${store.version}&allowWatchBookmarks=true`,
    );
    const silent = watch(`resourceVersion=${store.version}`);
    store.put(kinds.namespace, { ...pod('x', 'x'), kind: 'Namespace' });
    clock.advance(60_000);
    expect(response.lines).toEqual([
      {
        type: 'BOOKMARK',
        object: {
          kind: 'Pod',
          apiVersion: 'v1',
          metadata: { resourceVersion: String(store.version) },
        },
      },
    ]);
    expect(silent.lines).toEqual([]);
  });

  it('ends at its timeout and leaves nothing behind', () => {
    watches.drop();
    expect(watches.count).toBe(0);
    const response = watch(`resourceVersion=${store.version}&timeoutSeconds=5`);
    clock.advance(4000);
    expect(response.ended).toBe(false);
    clock.advance(1000);
    expect(response.ended).toBe(true);
    expect(watches.count).toBe(0);
  });

  it('forgets a watch whose client has gone', () => {
    const response = watch('');
    expect(watches.count).toBe(1);
    response.emit('close');
    expect(watches.count).toBe(0);
    const before = response.lines.length;
    store.put(kinds.pod, pod('later', 'shop'));
    expect(response.lines).toHaveLength(before);
  });

  it('refuses the streaming list, as a server without the feature does', () => {
    expect(() => watch('sendInitialEvents=true')).toThrow(
      /sendInitialEvents: Forbidden/,
    );
  });
});
