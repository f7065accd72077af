import { mockServices } from '@backstage/backend-test-utils';
import { type DeliveryRow, entityRef } from '@strata/plugin-strata-common';
import { settled, TestClock } from './__testUtils__/TestClock';
import { StatusTick } from './StatusTick';

const refs = Array.from({ length: 250 }, (_, index) =>
  entityRef(`component:default/s${index}`),
);

async function setup() {
  const clock = new TestClock();
  const stop = new AbortController();
  const published: string[][] = [];
  let looks = 0;
  let others = 0;
  const statuses = new Map<string, DeliveryRow['status']>();
  const logger = mockServices.logger.mock();
  let failure: Error | undefined;
  let entities = refs;
  const tick = new StatusTick({
    clock,
    logger,
    intervalMs: 15_000,
    entities: () => entities,
    rows: ref => {
      if (failure) throw failure;
      looks += 1;
      // Whoever waits gets a turn before all entities were looked at.
      if (looks === 1) setImmediate(() => (others = looks));
      return [
        { environment: 'dev', status: statuses.get(ref) ?? 'healthy' },
      ] as DeliveryRow[];
    },
    publish: turned => published.push(turned),
  });
  const running = tick.run(stop.signal);
  const pass = async () => {
    await clock.advance(15_000);
    await settled();
  };
  await pass();
  return {
    pass,
    published,
    statuses,
    logger,
    others: () => others,
    stop,
    running,
    fail: (error: Error | undefined) => {
      failure = error;
    },
    only: (left: typeof refs) => {
      entities = left;
    },
  };
}

describe('StatusTick', () => {
  it('names what time alone turned, and nothing else', async () => {
    const { pass, published, statuses, stop, running } = await setup();
    statuses.set(refs[7], 'drifted');
    await pass();
    await pass();
    expect(published).toEqual([[], [refs[7]], []]);
    stop.abort();
    await running;
  });

  it('goes on after a look that failed, and logs the cause once', async () => {
    const { pass, published, statuses, logger, fail, stop, running } =
      await setup();
    fail(new Error('a bug'));
    await pass();
    await pass();
    fail(undefined);
    statuses.set(refs[7], 'drifted');
    await pass();
    expect(published).toEqual([[], [refs[7]]]);
    expect(logger.error).toHaveBeenCalledTimes(1);
    stop.abort();
    await running;
  });

  it('forgets entities that are gone', async () => {
    const { pass, published, statuses, only, stop, running } = await setup();
    only([]);
    await pass();
    statuses.set(refs[7], 'drifted');
    only(refs);
    await pass();
    expect(published).toEqual([[], [], []]);
    stop.abort();
    await running;
  });

  it('lets others have their turn while it looks at many', async () => {
    const { others, stop, running } = await setup();
    expect(others()).toBeLessThan(refs.length);
    expect(others()).toBeGreaterThan(0);
    stop.abort();
    await running;
  });
});
