import { entityRef, entitySlaSchema } from '@strata/plugin-strata-common';
import express from 'express';
import request from 'supertest';
import { PrometheusDouble, vector } from './__testUtils__/PrometheusDouble';
import {
  item,
  slaUnderTest,
  start,
  TreesDouble,
  until,
} from './__testUtils__/slaUnderTest';

const shop = entityRef('component:default/shop');
const sloId = 'shop.production.availability';
const promised = { sla: { availability: '99.5%' } };
const minute = 60_000;

let prometheus: PrometheusDouble;
let running: ReturnType<typeof slaUnderTest>[] = [];

beforeAll(async () => {
  prometheus = await PrometheusDouble.start();
});
beforeEach(() => {
  prometheus.received.length = 0;
  prometheus.intercept = () => undefined;
  prometheus.slos = {
    [sloId]: { sli: 'istio-requests', bad: 1, total: 1000 },
  };
});
afterEach(async () => {
  await Promise.all(running.map(one => one.stop()));
  running = [];
});
afterAll(() => prometheus.stop());

const main = (changes: Record<string, string> = {}) => ({
  name: 'main',
  url: prometheus.url,
  caData: prometheus.caData,
  token: 'secret',
  ...changes,
});

function make(
  options: Partial<Parameters<typeof slaUnderTest>[0]> & {
    trees?: TreesDouble;
  } = {},
) {
  const made = slaUnderTest({
    sla: { prometheus: [main()] },
    trees: new TreesDouble(item('shop', promised)),
    ...options,
  });
  running.push(made);
  return made;
}

/** Started, with the first cycle of all its sources behind it. */
async function started(options: Parameters<typeof make>[0] = {}, sources = 1) {
  const made = make(options);
  await made.start();
  await until(() => made.clock.waiting >= sources);
  return made;
}

/** Lets one interval pass and the cycle after it end. */
async function cycle(
  { clock }: { clock: { advance(ms: number): void; waiting: number } },
  ms = minute,
) {
  clock.advance(ms);
  await until(() => clock.waiting > 0);
}

const refused = {
  kind: 'json',
  status: 422,
  body: {
    status: 'error',
    errorType: 'execution',
    error:
      'query processing would load too many samples into memory in query execution',
  },
} as const;

describe('the snapshot loop', () => {
  it('asks four questions a cycle, whatever the number of SLOs', async () => {
    const many = Array.from({ length: 200 }, (_, n) => item(`s${n}`, promised));
    const sla = await started({ trees: new TreesDouble(...many) });
    expect(prometheus.received).toHaveLength(4);
    for (const { query, authorization } of prometheus.received) {
      expect(query).toBeDefined();
      expect(authorization).toBe('Bearer secret');
    }
    await cycle(sla);
    expect(prometheus.received).toHaveLength(8);
    const times = prometheus.received.map(({ form }) => form.get('time'));
    expect(new Set(times.slice(0, 4)).size).toBe(1);
    expect(Number(times[4]) - Number(times[0])).toBe(60);
  });

  it('gives each SLO its figures', async () => {
    const { service } = await started();
    const [row] = service.slos(shop);
    expect(row).toMatchObject({
      sloId,
      status: 'healthy',
      reason: '99.9 % over 30d, target 99.5 %.',
      target: 0.995,
      promised: 0.995,
      bad: 8640,
      total: 8_640_000,
      coverage: 1,
      source: 'prometheus:main',
      asOf: start,
    });
    expect(row.attainment).toBeCloseTo(0.999, 12);
    expect(row.budgetRemaining).toBeCloseTo(0.8, 12);
    expect(row.burns).toHaveLength(4);
    expect(service.promise(shop)).toMatchObject({ availability: 0.995 });
  });

  it('sums over every window that an SLO declares', async () => {
    await started({
      trees: new TreesDouble(
        item('shop', {
          slos: [
            { name: 'a', target: '99%', window: '7d', sli: { class: 'probe' } },
            {
              name: 'b',
              target: '99%',
              window: '1.5d',
              sli: { class: 'probe' },
            },
          ],
        }),
      ),
    });
    expect(prometheus.received[0].query).toMatchObject({
      params: { windows: ['7d', '3d', '1d', '6h', '2h', '1h', '30m', '5m'] },
    });
  });

  it('shows what breaches and what cannot be measured, never as healthy', async () => {
    prometheus.slos[sloId] = { sli: 'istio-requests', bad: 10, total: 1000 };
    const { service } = await started({
      trees: new TreesDouble(
        item('shop', promised),
        item('quiet', promised),
        item('odd', {
          slos: [{ name: 'a', target: '99%', sli: { class: 'nope' } }],
        }),
        item('perfect', {
          slos: [
            {
              name: 'availability',
              target: '100%',
              sli: { class: 'istio-requests' },
            },
          ],
        }),
      ),
    });
    const status = (name: string) =>
      service
        .slos(entityRef(`component:default/${name}`))
        .map(row => [row.status, row.reason]);
    expect(status('shop')).toEqual([
      ['breached', expect.stringMatching(/99 % over 30d, target 99.5 %/)],
    ]);
    expect(status('quiet')).toEqual([
      [
        'no_data',
        expect.stringMatching(/Nothing is recorded as quiet.production/),
      ],
    ]);
    expect(status('odd')).toEqual([
      ['no_data', expect.stringMatching(/no SLI class nope/)],
    ]);
  });

  it('puts no infinity into an answer', async () => {
    prometheus.slos['shop.production.a'] = { sli: 'probe', bad: 1, total: 10 };
    const { service, clock } = await started({
      trees: new TreesDouble(
        item('shop', {
          slos: [{ name: 'a', target: '100%', sli: { class: 'probe' } }],
        }),
      ),
    });
    const answer = { entityRef: shop, slos: service.slos(shop), now: start };
    expect(entitySlaSchema.safeParse(answer).success).toBe(true);
    expect(answer.slos[0]).toMatchObject({ status: 'breached' });
    expect(clock.now()).toBe(Date.parse(start));
  });

  it('keeps the last snapshot through failures, with its age, and recovers', async () => {
    const sla = await started();
    prometheus.intercept = () => refused;
    await cycle(sla);
    expect(sla.service.slos(shop)[0]).toMatchObject({
      status: 'healthy',
      asOf: start,
      warnings: [expect.stringMatching(/raise --query.max-samples/)],
    });
    expect(sla.service.sources()).toMatchObject([
      {
        id: 'prometheus:main',
        kind: 'prometheus',
        state: 'degraded',
        asOf: start,
        error: expect.stringMatching(/max-samples/),
        staleAfterSeconds: 300,
      },
    ]);

    for (let n = 0; n < 5; n++) await cycle(sla);
    expect(sla.service.slos(shop)[0]).toMatchObject({
      status: 'unreachable',
      reason: expect.stringMatching(/was last read 6 min ago/),
      asOf: start,
      budgetRemaining: expect.closeTo(0.8, 9),
    });
    expect(sla.service.sources()[0].state).toBe('unreachable');
    // One line per cause, not per retry.
    expect(sla.logger.warn).toHaveBeenCalledTimes(1);

    prometheus.intercept = () => undefined;
    await cycle(sla);
    expect(sla.service.slos(shop)[0]).toMatchObject({ status: 'healthy' });
    expect(sla.service.sources()[0]).toMatchObject({ state: 'connected' });
  });

  it('fails as a whole when one of its queries does', async () => {
    const sla = await started();
    prometheus.slos[sloId].bad = 900;
    prometheus.intercept = ({ query }) =>
      query?.name === 'last_sample' ? refused : undefined;
    await cycle(sla);
    expect(sla.service.slos(shop)[0].status).toBe('healthy');
  });

  it('starts without its Prometheus', async () => {
    const { service } = await started({
      sla: { prometheus: [main({ url: 'https://localhost:1' })] },
    });
    expect(service.slos(shop)).toMatchObject([
      {
        status: 'unreachable',
        reason: expect.stringMatching(/prometheus:main cannot be read/),
      },
    ]);
    expect(service.sources()[0]).toMatchObject({ state: 'unreachable' });
  });

  it('says before the first answer, and without any Prometheus, that nothing is known', async () => {
    const { service } = make();
    expect(service.slos(shop)).toMatchObject([
      { status: 'no_data', reason: 'The first reading is under way.' },
    ]);
    expect(service.sources()[0].state).toBe('connecting');
    expect(make({ sla: {} }).service.slos(shop)).toMatchObject([
      {
        status: 'no_data',
        reason: 'No Prometheus is configured (strata.sla.prometheus).',
      },
    ]);
  });

  it('knows a recording that stopped from one that is well', async () => {
    prometheus.slos[sloId].silentSeconds = 3600;
    const { service } = await started();
    expect(service.slos(shop)).toMatchObject([
      {
        status: 'stale',
        reason: expect.stringMatching(/last recorded 1 h 1 min ago/),
      },
    ]);
  });

  it('takes the first of several that have it, and says so', async () => {
    const { service } = await started(
      { sla: { prometheus: [main(), main({ name: 'other' })] } },
      2,
    );
    expect(service.slos(shop)).toMatchObject([
      {
        source: 'prometheus:main',
        warnings: [expect.stringMatching(/Also recorded in prometheus:other/)],
      },
    ]);
  });

  it('stops on shutdown, in the midst of a query too', async () => {
    prometheus.intercept = () => ({ kind: 'silence' });
    const sla = make();
    await sla.start();
    await until(() => prometheus.received.length === 4);
    await sla.stop();
    expect(sla.logger.warn).not.toHaveBeenCalled();
    sla.clock.advance(10 * minute);
    expect(prometheus.received).toHaveLength(4);
  });
});

describe('subscribers', () => {
  it('hear which entities changed, and nothing while only counts move', async () => {
    const trees = new TreesDouble(
      item('shop', promised),
      item('calm', promised),
    );
    prometheus.slos['calm.production.availability'] = {
      sli: 'istio-requests',
      bad: 0,
      total: 100,
    };
    const sla = make({ trees });
    const heard: (readonly string[])[] = [];
    const unsubscribe = sla.service.subscribe(refs => heard.push(refs));
    await sla.start();
    await until(() => sla.clock.waiting === 1);
    expect(heard).toEqual([[shop, 'component:default/calm']]);
    expect(sla.service.slos(shop)[0].since).toBeUndefined();

    // Twice the traffic, the same ratio.
    prometheus.slos[sloId] = { sli: 'istio-requests', bad: 2, total: 2000 };
    await cycle(sla);
    expect(heard).toHaveLength(1);

    prometheus.slos[sloId] = { sli: 'istio-requests', bad: 9, total: 1000 };
    await cycle(sla);
    expect(heard.slice(1)).toEqual([[shop]]);
    expect(sla.service.slos(shop)[0]).toMatchObject({
      status: 'breached',
      since: new Date(Date.parse(start) + 2 * minute).toISOString(),
    });

    trees.accept(item('shop', { sla: { availability: '99%' } }));
    expect(heard.slice(2)).toEqual([[shop]]);

    unsubscribe();
    prometheus.slos[sloId].bad = 0;
    await cycle(sla);
    expect(heard).toHaveLength(3);
  });
});

describe('HTTP', () => {
  const path = '/v1/entities/component/default/shop/sla';
  const server = (sla: { router: express.Router }) =>
    request(express().use(sla.router));

  it('answers one entity by the contract', async () => {
    const sla = await started();
    const { status, body } = await server(sla).get(path);
    expect(status).toBe(200);
    expect(entitySlaSchema.parse(body)).toMatchObject({
      entityRef: shop,
      promise: { availability: 0.995 },
      slos: [{ sloId, status: 'healthy' }],
    });
  });

  it('asks Prometheus nothing on behalf of a viewer', async () => {
    const sla = await started();
    const before = prometheus.received.length;
    await Promise.all([server(sla).get(path), server(sla).get(path)]);
    expect(prometheus.received).toHaveLength(before);
  });

  it('breaks no contract with a partial answer', async () => {
    prometheus.intercept = () =>
      vector([], 0, { warnings: ['store x did not answer'] });
    const sla = await started();
    const { body } = await server(sla).get(path);
    expect(entitySlaSchema.parse(body).slos).toMatchObject([
      { status: 'unreachable', reason: expect.stringMatching(/incomplete/) },
    ]);
  });
});
