import { mockServices } from '@backstage/backend-test-utils';
import { settled, TestClock } from '../__testUtils__/TestClock';
import { ArgoCdHealth } from './ArgoCdHealth';

function setup() {
  const clock = new TestClock();
  const logger = mockServices.logger.mock();
  const answers = { failing: false };
  const health = new ArgoCdHealth({
    name: 'main',
    api: {
      version: async () => {
        if (answers.failing) throw new Error('Argo CD main did not answer');
        return 'v3.6.0';
      },
    },
    clock,
    logger,
    intervalMs: 60_000,
    staleAfterMs: 300_000,
  });
  return { answers, clock, health, logger };
}

describe('ArgoCdHealth', () => {
  it('goes from connecting to connected to unreachable and back', async () => {
    const { answers, clock, health, logger } = setup();
    expect(health.status()).toMatchObject({
      id: 'argocd:main',
      state: 'connecting',
    });
    const stop = new AbortController();
    const run = health.run(stop.signal);
    await settled();
    expect(health.status()).toMatchObject({
      state: 'connected',
      asOf: '2026-11-24T12:00:00.000Z',
      detail: { version: 'v3.6.0' },
    });
    answers.failing = true;
    await clock.advance(180_000);
    expect(health.status()).toMatchObject({
      state: 'unreachable',
      asOf: '2026-11-24T12:00:00.000Z',
      since: '2026-11-24T12:01:00.000Z',
      error: 'Argo CD main did not answer',
    });
    expect(logger.warn).toHaveBeenCalledTimes(1);
    answers.failing = false;
    await clock.advance(60_000);
    expect(health.status()).toMatchObject({ state: 'connected' });
    stop.abort();
    await run;
  });
});
