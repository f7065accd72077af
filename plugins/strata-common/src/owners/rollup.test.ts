import type { DeliveryRow } from '../delivery/contract';
import type { SloRow } from '../sla/contract';
import type { LocatedFinding } from '../tree/contract';
import {
  countSlos,
  environmentColumns,
  itemSeverity,
  type OwnerItemFacts,
  rollUp,
} from './rollup';

const row = (environment: string, status: DeliveryRow['status']) =>
  ({ environment, status } as DeliveryRow);
const slo = (status: SloRow['status'], attainment?: number) =>
  ({ status, attainment, target: 0.995 } as SloRow);
const finding = (severity: LocatedFinding['severity']) =>
  ({ severity } as LocatedFinding);

const item = (name: string, facts: Partial<OwnerItemFacts>) =>
  ({
    entityRef: `component:default/${name}`,
    name,
    title: name,
    rows: [],
    slos: [],
    findings: [],
    openChanges: 0,
    ...facts,
  } as unknown as OwnerItemFacts);

describe('itemSeverity', () => {
  it.each([
    ['nothing known', [], [], [], 'none'],
    ['all healthy', [row('dev', 'healthy')], [slo('healthy')], [], 'ok'],
    [
      'one unknown among healthy',
      [row('dev', 'healthy'), row('production', 'not_reported')],
      [],
      [],
      'unknown',
    ],
    [
      'a breached SLO on a healthy deployment',
      [row('production', 'healthy')],
      [slo('breached')],
      [],
      'critical',
    ],
    [
      'an error in the definition',
      [row('production', 'healthy')],
      [],
      [finding('error')],
      'attention',
    ],
    [
      'a warning in the definition',
      [row('production', 'healthy')],
      [],
      [finding('warning')],
      'ok',
    ],
  ])('%s', (_, rows, slos, findings, expected) => {
    expect(itemSeverity({ rows, slos, findings })).toBe(expected);
  });
});

describe('countSlos', () => {
  it('counts what has no data, or an old figure alone, as neither met nor measured', () => {
    expect(
      countSlos([
        { slos: [slo('healthy', 0.999), slo('breached', 0.9)] },
        { slos: [slo('no_data'), slo('stale', 0.999)] },
      ]),
    ).toMatchObject({ met: 1, measured: 2, byStatus: { no_data: 1 } });
  });

  it('does not count a budget spent to the last event as met', () => {
    expect(countSlos([{ slos: [slo('breached', 0.995)] }])).toMatchObject({
      met: 0,
      measured: 1,
    });
  });

  it('sees the silence of an item without any objective', () => {
    expect(countSlos([{ slos: [] }])).toMatchObject({
      byStatus: { no_target: 1 },
      measured: 0,
    });
  });
});

describe('environmentColumns', () => {
  it('keeps promotion order although some items have production alone', () => {
    expect(
      environmentColumns([
        { rows: [row('production', 'healthy')] },
        { rows: [row('dev', 'healthy'), row('production', 'healthy')] },
        {
          rows: [
            row('dev', 'healthy'),
            row('staging', 'healthy'),
            row('production', 'healthy'),
          ],
        },
      ]),
    ).toEqual(['dev', 'staging', 'production']);
  });
});

describe('rollUp', () => {
  it('puts the worst first and counts every row once', () => {
    const result = rollUp([
      item('b', { rows: [row('production', 'healthy')] }),
      item('a', { rows: [row('production', 'healthy')] }),
      item('c', {
        rows: [row('dev', 'healthy'), row('production', 'degraded')],
      }),
    ]);
    expect(result.items.map(({ name }) => name)).toEqual(['c', 'a', 'b']);
    expect(result.severity).toBe('critical');
    expect(result.delivery.byStatus).toEqual({ healthy: 3, degraded: 1 });
    expect(result.delivery.bySeverity.critical).toBe(1);
  });

  it('of nothing is none, never ok', () => {
    expect(rollUp([]).severity).toBe('none');
  });
});
