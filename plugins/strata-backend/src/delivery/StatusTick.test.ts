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
  const tick = new StatusTick({
    clock,
    intervalMs: 15_000,
    entities: () => refs,
    rows: ref => {
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
  return { pass, published, statuses, others: () => others, stop, running };
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

  it('lets others have their turn while it looks at many', async () => {
    const { others, stop, running } = await setup();
    expect(others()).toBeLessThan(refs.length);
    expect(others()).toBeGreaterThan(0);
    stop.abort();
    await running;
  });
});
