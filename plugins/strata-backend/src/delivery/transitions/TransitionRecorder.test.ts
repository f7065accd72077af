import { mockServices } from '@backstage/backend-test-utils';
import { readApplication } from '@strata/plugin-strata-common';
import { applicationObject, serviceItem } from '../__testUtils__/objects';
import { settled, TestClock } from '../__testUtils__/TestClock';
import { ApplicationIndex } from '../ApplicationIndex';
import type { ClaimedTurn } from './TransitionLog';
import { TransitionRecorder } from './TransitionRecorder';

const record = (sync: string, uid = 'uid-n8n-dev') => ({
  ...readApplication(applicationObject('n8n', 'dev', { sync }), 'homelab'),
  uid,
});

function setup({
  room = 100,
  fails = 0,
}: { room?: number; fails?: number } = {}) {
  const clock = new TestClock();
  const index = new ApplicationIndex(clock, mockServices.logger.mock());
  index.setItems([{ item: serviceItem('n8n') }]);
  const written: ClaimedTurn[] = [];
  let failures = fails;
  const logger = mockServices.logger.mock();
  const recorder = new TransitionRecorder({
    index,
    log: {
      append: async turns => {
        if (failures-- > 0) throw new Error('database is locked');
        written.push(...turns);
      },
    },
    clock,
    logger,
    intervalMs: 1_000,
    room,
  });
  return { clock, index, logger, recorder, written };
}

describe('TransitionRecorder', () => {
  it('writes what turned, with whoever claims the Application', async () => {
    const { index, recorder, written } = setup();
    index.applications.upsert(record('Synced'));
    await recorder.flush();
    written.length = 0;
    index.applications.upsert(record('OutOfSync'));
    index.applications.upsert({ ...record('OutOfSync'), resourceVersion: '2' });
    await recorder.flush();
    expect(written).toMatchObject([
      {
        entityRef: 'component:default/n8n',
        environment: 'dev',
        field: 'sync',
        from: 'Synced',
        to: 'OutOfSync',
      },
    ]);
  });

  it('keeps what cannot be written, in order, and says so once', async () => {
    const { clock, index, logger, recorder, written } = setup({ fails: 2 });
    const stop = new AbortController();
    const running = recorder.run(stop.signal);
    index.applications.upsert(record('Synced'));
    await clock.advance(1_000);
    index.applications.upsert(record('OutOfSync'));
    await clock.advance(5_000);
    expect(written).toEqual([]);
    await clock.advance(5_000);
    expect(written.filter(({ field }) => field === 'sync')).toMatchObject([
      { to: 'Synced' },
      { from: 'Synced', to: 'OutOfSync' },
    ]);
    expect(logger.error).toHaveBeenCalledTimes(1);
    stop.abort();
    await running;
  });

  it('counts what finds no room, and shows it beside the cluster', async () => {
    const { index, recorder } = setup({ room: 1 });
    index.applications.upsert(record('Synced'));
    index.applications.upsert(record('OutOfSync'));
    index.applications.upsert(record('Synced'));
    await settled();
    const source = {
      id: 'kubernetes:homelab',
      kind: 'kubernetes' as const,
      title: 'Home lab',
      state: 'connected' as const,
      since: '2026-11-24T12:00:00Z',
      staleAfterSeconds: 300,
      detail: { applications: 1 },
    };
    expect(recorder.account(source).detail).toEqual({
      applications: 1,
      transitionsLost: 2,
    });
    const other = { ...source, id: 'kubernetes:other' };
    expect(recorder.account(other)).toBe(other);
  });
});
