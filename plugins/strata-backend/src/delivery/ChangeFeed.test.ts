import { mockServices } from '@backstage/backend-test-utils';
import { entityRef, type EntityRef } from '@strata/plugin-strata-common';
import { ChangeFeed } from './ChangeFeed';
import { TestClock } from './__testUtils__/TestClock';

const a = entityRef('component:default/a');
const b = entityRef('component:default/b');

function setup() {
  const clock = new TestClock();
  const logger = mockServices.logger.mock();
  const stop = new AbortController();
  const feed = new ChangeFeed(clock, logger, stop.signal);
  const told: (readonly EntityRef[])[] = [];
  return { clock, feed, logger, stop, told };
}

describe('ChangeFeed', () => {
  it('tells a burst once, within 250 ms of its first change', async () => {
    const { clock, feed, told } = setup();
    feed.subscribe(refs => told.push(refs));
    feed.publish([a]);
    await clock.advance(150);
    feed.publish([a, b]);
    await clock.advance(100);
    expect(told).toEqual([[a, b]]);
    feed.publish([b]);
    await clock.advance(250);
    expect(told).toEqual([[a, b], [b]]);
  });

  it('lets no listener keep the others from hearing', async () => {
    const { clock, feed, logger, told } = setup();
    feed.subscribe(() => {
      throw new Error('broken page');
    });
    feed.subscribe(refs => told.push(refs));
    feed.publish([a]);
    await clock.advance(250);
    expect(told).toEqual([[a]]);
    expect(logger.error).toHaveBeenCalledTimes(1);
  });

  it('is silent for nothing, after unsubscribing and after the end', async () => {
    const { clock, feed, stop, told } = setup();
    const unsubscribe = feed.subscribe(refs => told.push(refs));
    feed.publish([]);
    await clock.advance(250);
    feed.publish([a]);
    stop.abort();
    await clock.advance(250);
    unsubscribe();
    expect(told).toEqual([]);
  });
});
