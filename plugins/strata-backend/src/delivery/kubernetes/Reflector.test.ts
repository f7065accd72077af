import { mockServices } from '@backstage/backend-test-utils';
import { InMemoryKubernetesSource } from '../__testUtils__/InMemoryKubernetesSource';
import { settled, TestClock } from '../__testUtils__/TestClock';
import { type KubernetesFailure, KubernetesError } from './KubernetesSource';
import { Reflector } from './Reflector';
import type { ReflectorStore } from './ReflectorStore';
import { type RestartReason, restartRules } from './reflectorState';

const app = (name: string, namespace = 'argocd') => ({
  metadata: { name, namespace },
});

class NameStore implements ReflectorStore {
  names = new Set<string>();
  replacements = 0;
  size = () => this.names.size;
  replace = (objects: readonly unknown[]) => {
    this.replacements += 1;
    this.names = new Set(objects.map(nameOf));
  };
  upsert = (object: unknown) => void this.names.add(nameOf(object));
  remove = (object: unknown) => void this.names.delete(nameOf(object));
}

const nameOf = (object: unknown) =>
  (object as ReturnType<typeof app>).metadata.name;

const minute = 60_000;

function setup(options: { pageSize?: number; namespace?: string } = {}) {
  const source = new InMemoryKubernetesSource();
  const store = new NameStore();
  const clock = new TestClock();
  const logger = mockServices.logger.mock();
  const stop = new AbortController();
  const reflector = new Reflector({
    source,
    kind: 'applications',
    namespace: options.namespace,
    store,
    clock,
    logger,
    random: () => 0.5,
    limits: { pageSize: options.pageSize ?? 500 },
  });
  return {
    source,
    store,
    clock,
    logger,
    reflector,
    known: () => [...store.names].sort(),
    start: async () => {
      stopped.push({ stop, run: reflector.run(stop.signal) });
      await settled();
    },
  };
}

const stopped: { stop: AbortController; run: Promise<void> }[] = [];
afterEach(async () => {
  for (const { stop, run } of stopped.splice(0)) {
    stop.abort();
    await run;
  }
});

describe('Reflector', () => {
  it('lists, then follows changes', async () => {
    const { source, start, known } = setup();
    source.put('applications', app('a'));
    await start();
    expect(known()).toEqual(['a']);
    source.put('applications', app('b'));
    source.remove('applications', app('a'));
    expect(known()).toEqual(['b']);
    expect(source.lists).toHaveLength(1);
  });

  it('reads ceil(N / page) pages, and one namespace only where told so', async () => {
    const { source, start, known } = setup({
      pageSize: 2,
      namespace: 'argocd',
    });
    ['a', 'b', 'c', 'd', 'e'].forEach(name =>
      source.put('applications', app(name)),
    );
    source.put('applications', app('elsewhere', 'other'));
    await start();
    expect(known()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(source.lists).toHaveLength(3);
  });

  it('keeps what is known until a list is complete', async () => {
    const { source, start, known, clock, store } = setup({ pageSize: 1 });
    source.put('applications', app('a'));
    source.put('applications', app('b'));
    await start();
    source.goSilent();
    source.remove('applications', app('a'));
    source.put('applications', app('c'));
    source.goSilent(false);
    source.compact();
    source.breakWatches(new KubernetesError('expired', 'too old'));
    source.failNext('list', new KubernetesError('server_error', 'etcd down'));
    await settled();
    expect(known()).toEqual(['a', 'b']);
    await clock.advance(minute);
    expect(known()).toEqual(['b', 'c']);
    expect(store.replacements).toBe(2);
  });

  it('sees what changes between the list and the watch', async () => {
    const { source, start, known, clock } = setup();
    source.put('applications', app('a'));
    source.failNext('watch', new KubernetesError('connection_lost', 'reset'));
    await start();
    source.put('applications', app('b'));
    await clock.advance(minute);
    expect(known()).toEqual(['a', 'b']);
    expect(source.lists).toHaveLength(1);
  });

  it('goes on from the last bookmark, so that quiet kinds do not expire', async () => {
    const { source, start, clock } = setup();
    await start();
    source.bookmark();
    await clock.advance(2000);
    source.endWatches();
    await clock.advance(2000);
    expect(source.watches.map(watch => watch.resourceVersion)).toEqual([
      '1',
      '2',
    ]);
  });

  it('stops with its signal and leaves no watch open', async () => {
    const { source, start, reflector } = setup();
    await start();
    expect(source.openWatches).toBe(1);
    const [{ stop, run }] = stopped.splice(0);
    stop.abort();
    await run;
    expect(source.openWatches).toBe(0);
    expect(reflector.state.kind).toBe('stopped');
  });

  it('is current while it hears, and not a moment longer', async () => {
    const { source, start, clock, reflector } = setup();
    await start();
    await clock.advance(minute);
    source.bookmark();
    expect(reflector.currentAt).toBe(clock.now());
    source.goSilent();
    const last = reflector.currentAt;
    await clock.advance(10 * minute);
    expect(reflector.currentAt).toBe(last);
  });

  it('logs one line per cause, not per retry', async () => {
    const { source, start, clock, logger } = setup();
    for (let i = 0; i < 5; i++) {
      source.failNext('list', new KubernetesError('unauthorized', '401'));
    }
    await start();
    await clock.advance(10 * minute);
    expect(logger.error).toHaveBeenCalledTimes(1);
    expect(logger.error.mock.calls[0][0]).toMatch(/renew serviceAccountToken/);
  });

  it('backs off further each time, up to a limit, and starts anew after success', async () => {
    const { source, start, clock, reflector } = setup();
    const delays: number[] = [];
    for (let i = 0; i < 8; i++) {
      source.failNext('list', new KubernetesError('server_error', 'down'));
    }
    await start();
    while (reflector.state.kind === 'backing_off') {
      const { since, until } = reflector.state;
      delays.push(until - since);
      await clock.advance(until - since);
    }
    expect(delays).toEqual([600, 1200, 2400, 4800, 9600, 19200, 22500, 22500]);
    expect(reflector.state).toMatchObject({ kind: 'watching', attempt: 0 });
  });
});

interface Restart {
  provoke: (parts: ReturnType<typeof setup>) => unknown;
  /** Lists after the restart: 1 = went on from where it was. */
  lists: number;
}

const failingWatch = (failure: KubernetesFailure, lists: number): Restart => ({
  provoke: ({ source }) =>
    source.breakWatches(new KubernetesError(failure, failure)),
  lists,
});

/** Every reason there is: none may be added without a case here. */
const restarts: Record<RestartReason, Restart> = {
  watch_ended: { provoke: ({ source }) => source.endWatches(), lists: 1 },
  expired: failingWatch('expired', 2),
  connection_lost: failingWatch('connection_lost', 1),
  unauthorized: failingWatch('unauthorized', 2),
  forbidden: failingWatch('forbidden', 2),
  not_found: failingWatch('not_found', 2),
  overloaded: failingWatch('overloaded', 1),
  server_error: failingWatch('server_error', 2),
  bad_data: failingWatch('bad_data', 2),
  half_open: {
    provoke: async ({ source, clock }) => {
      source.goSilent();
      await clock.advance(3 * minute);
      source.goSilent(false);
    },
    lists: 1,
  },
  timed_out: {
    provoke: async ({ source, clock }) => {
      source.hangLists();
      source.breakWatches(new KubernetesError('expired', 'too old'));
      await clock.advance(60_400);
      source.hangLists(false);
    },
    lists: 3,
  },
  empty_unconfirmed: {
    provoke: ({ source }) => source.restartEmpty(),
    lists: 3,
  },
};

describe.each(Object.entries(restarts))(
  'restart after %s',
  (reason, { provoke, lists }) => {
    const rule = restartRules[reason as RestartReason];

    it('drops nothing at once, says why, and recovers', async () => {
      const parts = setup();
      const { source, start, known, clock, logger } = parts;
      source.put('applications', app('a'));
      await start();
      await clock.advance(2000);
      await provoke(parts);
      await settled();
      expect(known()).toEqual(['a']);
      await clock.advance(5 * minute);
      source.put('applications', app('b'));
      await settled();
      expect(known()).toEqual(
        reason === 'empty_unconfirmed' ? ['b'] : ['a', 'b'],
      );
      expect(source.lists).toHaveLength(lists);
      expect(source.openWatches).toBe(1);
      expect(logger[rule.log]).toHaveBeenCalledWith(
        expect.stringContaining(rule.why),
        expect.objectContaining({ cluster: 'homelab', reason }),
      );
    });
  },
);

it('waits as long as an overloaded server asks', async () => {
  const { source, start, clock } = setup();
  source.failNext('list', new KubernetesError('overloaded', '429', 20_000));
  await start();
  await clock.advance(19_000);
  expect(source.lists).toHaveLength(1);
  await clock.advance(2000);
  expect(source.lists).toHaveLength(2);
});

it('starts a list over when its page token expires', async () => {
  const { source, start, clock, known } = setup({ pageSize: 1 });
  source.put('applications', app('a'));
  source.put('applications', app('b'));
  const list = source.list.bind(source);
  let pages = 0;
  source.list = (kind, request) => {
    if (++pages === 2) source.compact();
    return list(kind, request);
  };
  await start();
  expect(known()).toEqual([]);
  await clock.advance(minute);
  expect(known()).toEqual(['a', 'b']);
});

it('takes a watch that ends as it begins for a broken connection', async () => {
  const { source, start, reflector } = setup();
  await start();
  source.endWatches();
  await settled();
  expect(reflector.state).toMatchObject({
    kind: 'backing_off',
    after: { reason: 'connection_lost' },
    attempt: 1,
  });
});
