import { sloStatuses } from '../severity';
import type { EventCounts } from './budget';
import { alertWindows } from './alertWindows';
import type { SloFigures, SloMeasurement } from './measurement';
import { assessSlo } from './status';

const slo = { target: 0.999, window: '30d' };

/** A month of 1 000 000 requests; everything else as one asks for. */
function figures(bad: number, changes: Partial<SloFigures> = {}): SloFigures {
  return {
    counts: { bad, total: 1_000_000 },
    samples: 8640,
    samplesExpected: 8640,
    burnCounts: {},
    lastSampleAgeSeconds: 120,
    answerAgeSeconds: 10,
    doubts: [],
    ...changes,
  };
}
const measured = (
  bad: number,
  changes?: Partial<SloFigures>,
): SloMeasurement => ({ kind: 'measured', figures: figures(bad, changes) });

/** Every window with the same share of errors. */
const burningAt = (rate: number): Record<string, EventCounts> =>
  Object.fromEntries(
    alertWindows.map(window => [window, { bad: rate * 10, total: 10_000 }]),
  );

describe('status of an SLO: the first that holds', () => {
  it.each<[string, SloMeasurement, string, RegExp]>([
    [
      'nothing read',
      { kind: 'no_data', reason: 'Not recorded.' },
      'no_data',
      /Not recorded/,
    ],
    [
      'no traffic',
      measured(0, { counts: { bad: 0, total: 0 } }),
      'no_data',
      /No events in 30d/,
    ],
    [
      'source silent, nothing known',
      { kind: 'unreachable', reason: 'Refused.' },
      'unreachable',
      /Refused/,
    ],
    [
      'source silent over a breach',
      { kind: 'unreachable', reason: 'Refused.', last: figures(9999) },
      'unreachable',
      /Refused/,
    ],
    [
      'old answer',
      measured(0, { answerAgeSeconds: 1000 }),
      'stale',
      /Last read 16 min 40 s ago/,
    ],
    [
      'old sample',
      measured(0, { lastSampleAgeSeconds: 7200 }),
      'stale',
      /last recorded 2 h ago/,
    ],
    [
      'no sample for a day',
      measured(0, { lastSampleAgeSeconds: undefined }),
      'stale',
      /more than a day/,
    ],
    [
      'stale and doubtful',
      measured(0, { lastSampleAgeSeconds: 7200, doubts: ['x'] }),
      'stale',
      /recorded/,
    ],
    [
      'more bad than all',
      measured(1_000_001),
      'sli_suspect',
      /more bad events than events over 30d/,
    ],
    ['negative', measured(-5), 'sli_suspect', /negative/],
    [
      'two series',
      measured(0, { doubts: ['two series carry this id'] }),
      'sli_suspect',
      /two series/,
    ],
    [
      'doubt in a burn window',
      measured(0, { burnCounts: { '1h': { bad: 9, total: 3 } } }),
      'sli_suspect',
      /over 1h/,
    ],
    [
      'a tenth of the window',
      measured(0, { samples: 864 }),
      'insufficient_data',
      /10 % of the samples of 30d/,
    ],
    [
      'a tenth, budget of it spent, not of the month',
      measured(2000, { samples: 864 }),
      'insufficient_data',
      /50 % are needed/,
    ],
    [
      'a tenth, breach proved',
      measured(10_001, { samples: 864 }),
      'breached',
      /used up/,
    ],
    [
      'overspent',
      measured(1001),
      'breached',
      /99.8999 % over 30d, target 99.9 %/,
    ],
    ['spent exactly', measured(1000), 'breached', /used up/],
    [
      'fast burn',
      measured(100, { burnCounts: burningAt(20) }),
      'at_risk',
      /20 times as fast as allowed over 1h; used up in 1 d 8 h/,
    ],
    [
      'little left',
      measured(800),
      'at_risk',
      /20 % of the error budget is left/,
    ],
    [
      'soon gone without an alert',
      measured(700, {
        burnCounts: {
          '1h': { bad: 100, total: 10_000 },
          '5m': { bad: 100, total: 10_000 },
        },
      }),
      'at_risk',
      /used up in 21 h 36 min/,
    ],
    ['a quarter left', measured(750), 'healthy', /99.92 % over 30d/],
    ['a tiny miss of perfection', measured(1), 'healthy', /99.9999 %/],
    ['perfect', measured(0), 'healthy', /100 % over 30d, target 99.9 %/],
  ])('%s', (_, measurement, status, reason) => {
    const assessment = assessSlo(slo, measurement);
    expect(assessment.status).toBe(status);
    expect(assessment.reason).toMatch(reason);
  });

  it('needs both windows of a pair', () => {
    const [burn] = assessSlo(
      slo,
      measured(0, {
        burnCounts: {
          '1h': { bad: 200, total: 10_000 },
          '5m': { bad: 0, total: 800 },
        },
      }),
    ).burns;
    expect(burn).toMatchObject({ longRate: 20, shortRate: 0, firing: false });
  });

  it('fires nothing where a window has no data', () => {
    const assessment = assessSlo(
      slo,
      measured(0, { burnCounts: { '1h': { bad: 200, total: 10_000 } } }),
    );
    expect(assessment.burns[0]).toMatchObject({
      shortRate: undefined,
      firing: false,
    });
    expect(assessment.status).toBe('healthy');
  });

  it('shows the last figures of a silent source beside their status', () => {
    expect(
      assessSlo(slo, {
        kind: 'unreachable',
        reason: 'Refused.',
        last: figures(500),
      }),
    ).toMatchObject({ status: 'unreachable', budgetRemaining: 0.5 });
  });

  it('gives no figures of a series that cannot be right', () => {
    const assessment = assessSlo(
      slo,
      measured(-5, { burnCounts: burningAt(20) }),
    );
    expect(assessment.attainment).toBeUndefined();
    expect(assessment.budgetRemaining).toBeUndefined();
    expect(assessment.burns.some(burn => burn.firing)).toBe(false);
  });

  it('never calls anything missing healthy', () => {
    const gaps: SloMeasurement[] = [
      { kind: 'no_data', reason: '' },
      { kind: 'unreachable', reason: '', last: figures(0) },
      measured(0, { counts: { bad: 0, total: 0 } }),
      measured(0, { samples: 0 }),
      measured(0, { lastSampleAgeSeconds: undefined }),
    ];
    for (const gap of gaps) {
      const { status } = assessSlo(slo, gap);
      expect(status).not.toBe('healthy');
      expect(sloStatuses).toContain(status);
    }
  });
});
