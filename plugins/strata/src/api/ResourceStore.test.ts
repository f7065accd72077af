import { deferred } from '../fixtures/deferred';
import { ResourceStore } from './ResourceStore';

function setup() {
  const answers: ReturnType<typeof deferred<string>>[] = [];
  const store = new ResourceStore(() => 1000);
  const load = () => {
    const answer = deferred<string>();
    answers.push(answer);
    return answer.promise;
  };
  const listen = (matches = () => true) => {
    const listener = jest.fn();
    const leave = store.subscribe('key', { load, matches }, listener);
    return { listener, leave };
  };
  const settled = () => new Promise(resolve => setTimeout(resolve));
  return { store, answers, listen, settled };
}

const signal = { kind: 'delivery' as const, entityRefs: [], owners: [] };

describe('ResourceStore', () => {
  it('asks once for any number of listeners', async () => {
    const { store, answers, listen, settled } = setup();
    const first = listen();
    const second = listen();
    expect(answers).toHaveLength(1);
    answers[0].resolve('data');
    await settled();
    expect(store.state('key')).toEqual({
      kind: 'ready',
      data: 'data',
      receivedAt: 1000,
      refreshing: false,
    });
    expect(first.listener).toHaveBeenCalled();
    expect(second.listener).toHaveBeenCalled();
  });

  it('reads once more however many signals arrive during a read', async () => {
    const { store, answers, listen, settled } = setup();
    listen();
    store.signalled(signal);
    store.signalled(signal);
    store.signalled(signal);
    answers[0].resolve('first');
    await settled();
    expect(answers).toHaveLength(2);
    answers[1].resolve('second');
    await settled();
    expect(answers).toHaveLength(2);
    expect(store.state('key')).toMatchObject({ kind: 'ready', data: 'second' });
  });

  it('keeps the data while reading again, and when that fails', async () => {
    const { store, answers, listen, settled } = setup();
    listen();
    answers[0].resolve('data');
    await settled();
    store.refresh('key');
    expect(store.state('key')).toMatchObject({
      kind: 'ready',
      data: 'data',
      refreshing: true,
    });
    answers[1].reject(new Error('away'));
    await settled();
    expect(store.state('key')).toMatchObject({
      kind: 'outdated',
      data: 'data',
      error: new Error('away'),
    });
    store.refresh('key');
    answers[2].resolve('again');
    await settled();
    expect(store.state('key')).toMatchObject({ kind: 'ready', data: 'again' });
  });

  it('remembers since when reading fails', async () => {
    let now = 1000;
    const store = new ResourceStore(() => now);
    const load = () => Promise.reject(new Error('away'));
    store.subscribe('key', { load, matches: () => true }, () => undefined);
    await new Promise(resolve => setTimeout(resolve));
    now = 9000;
    store.refresh('key');
    await new Promise(resolve => setTimeout(resolve));
    expect(store.state('key')).toMatchObject({
      kind: 'failed',
      failedAt: 1000,
    });
  });

  it('does not read what a signal does not concern, or nobody looks at', async () => {
    const { store, answers, listen, settled } = setup();
    const { leave } = listen(() => false);
    answers[0].resolve('data');
    await settled();
    store.signalled(signal);
    expect(answers).toHaveLength(1);
    leave();
    store.refreshAll();
    expect(answers).toHaveLength(1);
  });

  it('shows what is known at once on the way back, and reads again', async () => {
    const { store, answers, listen, settled } = setup();
    const { leave } = listen();
    answers[0].resolve('data');
    await settled();
    leave();
    listen();
    expect(store.state('key')).toMatchObject({ kind: 'ready', data: 'data' });
    expect(answers).toHaveLength(2);
  });
});
