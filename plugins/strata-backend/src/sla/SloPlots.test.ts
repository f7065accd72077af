import { sloSeriesSchema } from '@strata/plugin-strata-common';
import { errorHandler } from './__testUtils__/errorHandler';
import express from 'express';
import request from 'supertest';
import { PrometheusDouble } from './__testUtils__/PrometheusDouble';
import { item, slaUnderTest, TreesDouble } from './__testUtils__/slaUnderTest';

const sloId = 'shop.production.availability';
const day = 86_400;
let prometheus: PrometheusDouble;

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
afterAll(() => prometheus.stop());

function make(options: Partial<Parameters<typeof slaUnderTest>[0]> = {}) {
  const sla = slaUnderTest({
    sla: {
      prometheus: [
        { name: 'main', url: prometheus.url, caData: prometheus.caData },
      ],
    },
    trees: new TreesDouble(item('shop', { sla: { availability: '99.5%' } })),
    ...options,
  });
  const app = express().use(sla.router).use(errorHandler);
  const get = (query: Record<string, string>, id = sloId) =>
    request(app).get(`/v1/slos/${id}/series`).query(query);
  return { sla, get };
}

const range = {
  from: '2026-11-20T00:00:00Z',
  to: '2026-11-22T00:00:00Z',
  step: '3600',
};

describe('the plot of an SLO', () => {
  it('takes two range queries, from one window before the range', async () => {
    const { get } = make();
    const { status, body } = await get(range);
    expect(status).toBe(200);
    const series = sloSeriesSchema.parse(body);
    expect(series).toMatchObject({
      sloId,
      from: '2026-11-20T00:00:00.000Z',
      to: '2026-11-22T00:00:00.000Z',
      stepSeconds: 3600,
      warnings: [],
    });
    expect(series.budget).toHaveLength(49);
    expect(series.errorRatio).toHaveLength(49);
    for (const [, value] of series.budget) expect(value).toBeCloseTo(0.8, 9);
    for (const [, value] of series.errorRatio) expect(value).toBe(0.001);
    expect(prometheus.received.map(({ query }) => query?.name).sort()).toEqual([
      'bad_per_step',
      'total_per_step',
    ]);
    const [{ form }] = prometheus.received;
    expect(Number(form.get('start'))).toBe(
      Date.parse(range.from) / 1000 - 30 * day,
    );
  });

  it('is shared between viewers, while it is read and shortly after', async () => {
    const { sla, get } = make();
    await Promise.all([
      get(range),
      get({ ...range, from: '2026-11-20T00:30:00Z' }),
      get(range),
    ]);
    await get(range);
    expect(prometheus.received).toHaveLength(2);
    sla.clock.advance(31_000);
    await get(range);
    expect(prometheus.received).toHaveLength(4);
  });

  it('keeps no failure', async () => {
    const { get } = make();
    prometheus.intercept = () => ({ kind: 'text', status: 503, body: '' });
    expect((await get(range)).status).toBe(502);
    prometheus.intercept = () => undefined;
    expect((await get(range)).status).toBe(200);
  });

  it('marks the deploys inside the range', async () => {
    const { get } = make({
      deployMarkers: (ref, environment) => [
        { at: '2026-11-21T10:00:00Z', revision: 'b'.repeat(40), by: 'ada' },
        { at: '2026-11-20T10:00:00Z', revision: `${ref} ${environment}` },
        { at: '2026-11-23T10:00:00Z', revision: 'after' },
        { at: '2026-11-01T10:00:00Z', revision: 'before' },
      ],
    });
    const { body } = await get(range);
    expect(body.deploys).toEqual([
      {
        at: '2026-11-20T10:00:00Z',
        revision: 'component:default/shop production',
      },
      { at: '2026-11-21T10:00:00Z', revision: 'b'.repeat(40), by: 'ada' },
    ]);
  });

  it('leaves out points at which two series claim the SLO', async () => {
    prometheus.intercept = ({ form }) => ({
      kind: 'json',
      body: {
        status: 'success',
        data: {
          resultType: 'matrix',
          result: ['istio-requests', 'probe'].map(sli => ({
            metric: { slo_id: sloId, sli },
            values: [[Number(form.get('end')), '5']],
          })),
        },
      },
    });
    const { body } = await make().get(range);
    expect(body.errorRatio.at(-1)).toEqual([Date.parse(range.to) / 1000, null]);
    expect(body.warnings).toEqual([
      expect.stringMatching(/Several series carry this id at 1 points/),
    ]);
  });

  it('ends now, whatever is asked for', async () => {
    const { body } = await make().get({
      ...range,
      to: '2027-01-01T00:00:00Z',
    });
    expect(body.to).toBe('2026-11-24T12:00:00.000Z');
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['no time', { ...range, from: 'yesterday' }, /from: expected a time/],
    [
      'a step between samples',
      { ...range, step: '100' },
      /step: expected a multiple of 300/,
    ],
    ['a step of words', { ...range, step: 'fast' }, /step: expected seconds/],
    [
      'the wrong way round',
      { ...range, from: '2026-11-23T00:00:00Z' },
      /from: must lie before to/,
    ],
    [
      'a range to come',
      {
        from: '2027-01-01T00:00:00Z',
        to: '2027-01-02T00:00:00Z',
        step: '3600',
      },
      /before now/,
    ],
    [
      'a step that does not fill the window',
      { ...range, step: '50400' },
      /step: the window 30d .* is not a multiple of 50400 s/,
    ],
    [
      'too many points',
      { ...range, from: '2026-10-01T00:00:00Z', step: '300' },
      /take a larger step/,
    ],
    ['an unknown field', { ...range, query: 'up' }, /query/],
  ])('refuses %s and names the field', async (_, query, message) => {
    const { status, text } = await make().get(query);
    expect(status).toBe(400);
    expect(text).toMatch(message);
    expect(prometheus.received).toHaveLength(0);
  });

  it.each([
    ['that no tree declares', 'shop.production.latency', 404],
    ['that is no id', 'Shop%7B%7D', 400],
  ])('refuses an SLO %s', async (_, id, expected) => {
    expect((await make().get(range, id)).status).toBe(expected);
    expect(prometheus.received).toHaveLength(0);
  });

  it('hides what a person may not see, before anything is asked', async () => {
    const { get, sla } = make({ hidden: ['component:default/shop'] });
    expect((await get(range)).status).toBe(404);
    const entity = await request(
      express().use(sla.router).use(errorHandler),
    ).get('/v1/entities/component/default/shop/sla');
    expect(entity.status).toBe(404);
    expect(prometheus.received).toHaveLength(0);
  });
});
