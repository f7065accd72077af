import {
  badInWindows,
  badPerStep,
  lastSample,
  samplesInWindows,
  totalInWindows,
  totalPerStep,
} from '@strata/plugin-strata-common';
import type { Request } from '../http/Server';
import { kinds } from '../kubernetes/kinds';
import { serviceFiles } from '../testing/fixtureTree';
import { World } from '../testing/World';
import { PrometheusApi, prometheusFailure } from './api';
import { Slis } from './Slis';

const token = 'prometheus-token';

describe('the Prometheus API', () => {
  let world: World;
  let api: PrometheusApi;
  let slis: Slis;
  beforeEach(async () => {
    world = await World.begin();
    slis = new Slis(world.controller, 1, world.clock.now());
    api = new PrometheusApi(slis, world.clock, token);
    await follow();
  });
  afterEach(() => world.end());

  const follow = async () => {
    if (world.controller.source) await slis.follow(world.controller.source);
  };

  const ask = (
    path: string,
    form: Record<string, string>,
    headers: Request['headers'] = { authorization: `Bearer ${token}` },
  ) => {
    const request: Request = {
      method: 'POST',
      path,
      query: new URLSearchParams(),
      headers,
      body: Buffer.from(new URLSearchParams(form).toString()),
    };
    try {
      return api.handle(request);
    } catch (error) {
      return prometheusFailure(error);
    }
  };

  const now = () => world.clock.now() / 1000;
  const instant = (query: string) => {
    const answer = ask('/api/v1/query', { query, time: String(now()) });
    expect(answer).toMatchObject({ status: 200 });
    return answer.kind === 'json' ? (answer.body as Vector).data.result : [];
  };
  const range = (query: string, start: number, end: number, step: string) => {
    const answer = ask('/api/v1/query_range', {
      query,
      start: String(start),
      end: String(end),
      step,
    });
    expect(answer).toMatchObject({ status: 200 });
    return answer.kind === 'json' ? (answer.body as Matrix).data.result : [];
  };
  const sloId = 'shop.production.availability';

  it('answers the window shapes with exactly the labels they promise', () => {
    const result = instant(samplesInWindows.build({ windows: ['30d', '1h'] }));
    expect(result).toEqual([
      {
        metric: { slo_id: sloId, sli: 'istio-requests', window: '30d' },
        value: [now(), '8640'],
      },
      {
        metric: { slo_id: sloId, sli: 'istio-requests', window: '1h' },
        value: [now(), '12'],
      },
    ]);
    const [bad] = instant(badInWindows.build({ windows: ['30d'] }));
    const [total] = instant(totalInWindows.build({ windows: ['30d'] }));
    expect(Number(bad?.value[1])).toBeGreaterThan(0);
    expect(Number(bad?.value[1])).toBeLessThan(Number(total?.value[1]));
  });

  it('plots steps that add up to the window', () => {
    const end = Math.floor(now() / 300) * 300;
    const sum = (series: { values: [number, string][] }[]) =>
      series
        .flatMap(({ values }) => values)
        .reduce((total, [, text]) => total + Number(text), 0);
    for (const [plot, window] of [
      [badPerStep, badInWindows],
      [totalPerStep, totalInWindows],
    ] as const) {
      const steps = range(
        plot.build({ sloId, step: '6h' }),
        end - 29.75 * 86_400,
        end,
        '6h',
      );
      expect(steps[0]?.values).toHaveLength(120);
      const [whole] = instant(window.build({ windows: ['30d'] }));
      expect(sum(steps)).toBe(Number(whole?.value[1]));
    }
  });

  it('tells when the newest sample was recorded', () => {
    expect(instant(lastSample.build({}))).toEqual([
      {
        metric: { slo_id: sloId, sli: 'istio-requests' },
        value: [now(), String(Math.floor(now() / 300) * 300)],
      },
    ]);
  });

  it('has nothing of a service until some time after it is healthy, then more and more', async () => {
    await world.commit(serviceFiles('cart', 'registry.example/cart'));
    await world.pass(20);
    await follow();
    const query = samplesInWindows.build({ windows: ['30d'] });
    const ofCart = () =>
      instant(query).find(
        ({ metric }) => metric.slo_id === 'cart.production.availability',
      );
    expect(ofCart()).toBeUndefined();
    const production = world.application('cart-production');
    world.store.put(kinds.application, {
      ...production,
      operation: { sync: {} },
    });
    await world.pass(15);
    expect(world.summary('cart-production')).toBe('Synced Healthy');
    expect(ofCart()).toBeUndefined();
    await world.pass(25);
    const early = Number(ofCart()?.value[1]);
    expect(early).toBeGreaterThan(0);
    await world.pass(60);
    expect(Number(ofCart()?.value[1])).toBeGreaterThan(early + 1000);
  });

  it('shows errors while a workload is degraded', async () => {
    const query = badInWindows.build({ windows: ['1h'] });
    const before = Number(instant(query)[0]?.value[1]);
    world.controller.disturb('shop-production', 'degrade');
    world.clock.advance(1800_000);
    expect(Number(instant(query)[0]?.value[1])).toBeGreaterThan(before + 50);
  });

  it('has data faults: none at all, none any more, none that is a number', () => {
    const samples = samplesInWindows.build({ windows: ['1h'] });
    api.dataFault = { kind: 'empty' };
    expect(instant(samples)).toEqual([]);
    api.dataFault = { kind: 'stopped', at: world.clock.now() };
    const last = instant(lastSample.build({}))[0]?.value[1];
    world.clock.advance(3600_000);
    expect(instant(lastSample.build({}))[0]?.value[1]).toBe(last);
    expect(instant(samples)).toEqual([]);
    api.dataFault = { kind: 'nan' };
    expect(instant(samples)[0]?.value[1]).toBe('NaN');
  });

  it.each([
    ['another query', '/api/v1/query', { query: 'up' }, 'none of them: up'],
    [
      'a range query on query',
      '/api/v1/query',
      { query: badPerStep.build({ sloId, step: '1h' }) },
      'query_range only',
    ],
    [
      'a time that is none',
      '/api/v1/query',
      { query: lastSample.build({}), time: 'noon' },
      'invalid parameter "time"',
    ],
    [
      'an end before the start',
      '/api/v1/query_range',
      {
        query: badPerStep.build({ sloId, step: '1h' }),
        start: '20',
        end: '10',
        step: '1h',
      },
      'must not be before start',
    ],
    [
      'too many points',
      '/api/v1/query_range',
      {
        query: badPerStep.build({ sloId, step: '5m' }),
        start: '0',
        end: '99999999',
        step: '300',
      },
      '11,000 points',
    ],
    [
      'a step of nothing',
      '/api/v1/query_range',
      {
        query: badPerStep.build({ sloId, step: '5m' }),
        start: '0',
        end: '10',
        step: '0',
      },
      'zero or negative',
    ],
  ])('refuses %s as bad_data', (_, path, form, message) => {
    const given = Object.fromEntries(Object.entries(form));
    expect(ask(path, given)).toMatchObject({
      status: 400,
      body: {
        status: 'error',
        errorType: 'bad_data',
        error: expect.stringContaining(message),
      },
    });
  });

  it('refuses whoever has no token', () => {
    expect(
      ask('/api/v1/query', { query: lastSample.build({}) }, {}),
    ).toMatchObject({ status: 401 });
  });
});

interface Vector {
  data: {
    result: { metric: Record<string, string>; value: [number, string] }[];
  };
}
interface Matrix {
  data: {
    result: { metric: Record<string, string>; values: [number, string][] }[];
  };
}
