import { assessSlo } from '@strata/plugin-strata-common';
import type { VectorSample } from './prometheus/PrometheusClient';
import { buildSnapshot, type CycleAnswers, figuresOf } from './snapshot';

const slo = { sloId: 'shop.production.availability', window: '30d' };
const now = Date.parse('2026-11-24T12:00:00Z');

const sample = (
  value: number,
  window = '30d',
  labels: Record<string, string> = {},
): VectorSample => ({
  labels: { slo_id: slo.sloId, sli: 'istio-requests', window, ...labels },
  value,
});

/** A healthy month, with what a test changes. */
function figures(changes: Partial<CycleAnswers>, nowMs = now) {
  const answers: CycleAnswers = {
    bad: [sample(10), sample(1, '1h')],
    total: [sample(100_000), sample(100, '1h')],
    samples: [sample(8640), sample(12, '1h')],
    last: [
      {
        labels: { slo_id: slo.sloId, sli: 'istio-requests' },
        value: now / 1000 - 60,
      },
    ],
    ...changes,
  };
  return figuresOf(buildSnapshot(now, answers, []), slo, nowMs)!;
}
const status = (changes: Partial<CycleAnswers>) =>
  assessSlo(
    { target: 0.99, window: '30d' },
    { kind: 'measured', figures: figures(changes) },
  );

describe('the snapshot of one cycle', () => {
  it('puts windows, coverage and ages together', () => {
    expect(figures({}, now + 30_000)).toEqual({
      counts: { bad: 10, total: 100_000 },
      samples: 8640,
      samplesExpected: 8640,
      burnCounts: { '1h': { bad: 1, total: 100 } },
      lastSampleAgeSeconds: 90,
      answerAgeSeconds: 30,
      doubts: [],
    });
    expect(status({}).status).toBe('healthy');
  });

  it('has nothing for an SLO that is not there', () => {
    const snapshot = buildSnapshot(
      now,
      { bad: [], total: [], samples: [], last: [] },
      [],
    );
    expect(figuresOf(snapshot, slo, now)).toBeUndefined();
  });

  it.each<[string, Partial<CycleAnswers>, string, RegExp]>([
    [
      'NaN',
      { bad: [sample(NaN)] },
      'sli_suspect',
      /NaN as the number of bad events over 30d/,
    ],
    [
      '+Inf',
      { total: [sample(Infinity)] },
      'sli_suspect',
      /Infinity as the number of events/,
    ],
    [
      'a class that was changed',
      { bad: [sample(10), sample(3, '30d', { sli: 'probe' })] },
      'sli_suspect',
      /over 30d, istio-requests and probe: its class or threshold was changed/,
    ],
    [
      'two replicas',
      { total: [sample(10), sample(10, '30d', { replica: 'b' })] },
      'sli_suspect',
      /not de-duplicated/,
    ],
    ['bad events missing', { bad: [] }, 'sli_suspect', /bad ones are not/],
    [
      'all events missing',
      { total: [] },
      'sli_suspect',
      /more bad events than events/,
    ],
    [
      'both missing over the window',
      { bad: [], total: [] },
      'no_data',
      /No events in 30d/,
    ],
    ['no recent sample', { last: [] }, 'stale', /more than a day/],
    [
      'half of the samples',
      { samples: [sample(4000)] },
      'insufficient_data',
      /46.3 % of the samples/,
    ],
    [
      'no coverage known',
      { samples: [] },
      'insufficient_data',
      /0 % of the samples/,
    ],
  ])('with %s is never healthy', (_, changes, expected, reason) => {
    const assessment = status(changes);
    expect(assessment.status).toBe(expected);
    expect(assessment.reason).toMatch(reason);
  });

  it('looks at burn windows of the SLO’s own length too', () => {
    const weekly = figuresOf(
      buildSnapshot(
        now,
        {
          bad: [sample(1, '3d')],
          total: [sample(10, '3d')],
          samples: [sample(864, '3d')],
          last: [],
        },
        [],
      ),
      { ...slo, window: '3d' },
      now,
    );
    expect(weekly).toMatchObject({
      counts: { bad: 1, total: 10 },
      burnCounts: { '3d': { bad: 1, total: 10 } },
    });
  });
});
