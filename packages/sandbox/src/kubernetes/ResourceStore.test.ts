import { ManualClock } from '../time/clock';
import { kinds } from './kinds';
import { ResourceStore } from './ResourceStore';

const pod = (name: string, spec: unknown = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop' },
  spec,
});

describe('ResourceStore', () => {
  const begin = (logLength?: number) =>
    new ResourceStore(new ManualClock('2026-11-24T10:00:00Z'), logLength);

  it('spends a version on a change and none on the same again', () => {
    const store = begin();
    const first = store.put(kinds.pod, pod('a'));
    expect(store.put(kinds.pod, pod('a'))).toBe(first);
    const second = store.put(kinds.pod, pod('a', { nodeName: 'n' }));
    expect(second.metadata).toMatchObject({
      uid: first.metadata.uid,
      creationTimestamp: '2026-11-24T10:00:00Z',
      generation: 2,
      resourceVersion: String(Number(first.metadata.resourceVersion) + 1),
    });
  });

  it('raises the generation for the spec only', () => {
    const store = begin();
    store.put(kinds.pod, pod('a'));
    const labelled = store.put(kinds.pod, {
      ...pod('a'),
      metadata: { name: 'a', namespace: 'shop', labels: { app: 'shop' } },
    });
    expect(labelled.metadata.generation).toBe(1);
  });

  it('hands out objects that nobody can change', () => {
    const store = begin();
    const stored = store.put(kinds.pod, pod('a', { containers: [{}] }));
    expect(() => {
      stored.metadata.name = 'b';
    }).toThrow(TypeError);
  });

  it('tells what changed since a version, by kind and in order', () => {
    const store = begin();
    const { version } = store;
    store.put(kinds.pod, pod('b'));
    store.put(kinds.namespace, { ...pod('shop'), kind: 'Namespace' });
    store.put(kinds.pod, pod('a'));
    store.delete(kinds.pod, 'shop', 'b');
    const since = store.since(kinds.pod, version);
    expect(since.kind).toBe('events');
    expect(
      since.kind === 'events' &&
        since.events.map(({ type, object }) => [type, object.metadata.name]),
    ).toEqual([
      ['ADDED', 'b'],
      ['ADDED', 'a'],
      ['DELETED', 'b'],
    ]);
  });

  it('says when a version is older than its log, and after a compaction', () => {
    const store = begin(2);
    const { version } = store;
    ['a', 'b', 'c'].forEach(name => store.put(kinds.pod, pod(name)));
    expect(store.since(kinds.pod, version)).toMatchObject({ kind: 'gone' });
    expect(store.since(kinds.pod, version + 1)).toMatchObject({
      kind: 'events',
    });
    const before = store.version;
    store.compact();
    expect(store.since(kinds.pod, before)).toEqual({
      kind: 'events',
      events: [],
    });
    expect(store.since(kinds.pod, before - 1)).toMatchObject({ kind: 'gone' });
  });

  it('lists by namespace in the order of keys', () => {
    const store = begin();
    ['c', 'a', 'b'].forEach(name => store.put(kinds.pod, pod(name)));
    expect(
      store.list(kinds.pod, 'shop').map(({ metadata }) => metadata.name),
    ).toEqual(['a', 'b', 'c']);
    expect(store.list(kinds.pod, 'other')).toEqual([]);
  });
});
