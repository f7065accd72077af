import { rollUpSlos, worstSloStatus } from './rollUp';

const row = (
  status: Parameters<typeof rollUpSlos>[0][number][number]['status'],
  bad?: number,
  total?: number,
  sliClass = 'istio-requests',
) => ({ status, bad, total, sliClass });

describe('roll-up', () => {
  it('takes the worst status and counts each', () => {
    const rolled = rollUpSlos([
      [row('healthy', 0, 10), row('at_risk', 1, 10)],
      [row('no_data')],
      [row('breached', 5, 10)],
      [],
    ]);
    expect(rolled).toMatchObject({
      status: 'breached',
      severity: 'critical',
      byStatus: {
        healthy: 1,
        at_risk: 1,
        no_data: 1,
        breached: 1,
        no_target: 1,
      },
      bySeverity: { ok: 1, attention: 2, unknown: 1, critical: 1 },
      met: 2,
      measured: 3,
    });
  });

  it('weights attainment by traffic and keeps classes apart', () => {
    expect(
      rollUpSlos([
        [row('breached', 1, 2), row('healthy', 0, 999_998)],
        [row('healthy', 30, 60, 'workload-availability')],
      ]).byClass,
    ).toEqual({
      'istio-requests': {
        bad: 1,
        total: 1_000_000,
        attainment: 0.999999,
        slos: 2,
      },
      'workload-availability': { bad: 30, total: 60, attainment: 0.5, slos: 1 },
    });
  });

  it('leaves figures nobody judged out of the sums', () => {
    expect(
      rollUpSlos([[row('stale', 5, 10), row('sli_suspect', -1, 10)]]),
    ).toMatchObject({ byClass: {}, met: 0, measured: 0, status: 'stale' });
  });

  it('says that nothing was declared rather than that all is well', () => {
    expect(worstSloStatus([])).toBe('no_target');
    expect(rollUpSlos([[]]).status).toBe('no_target');
  });
});
