import { durationSeconds } from '../../tree/values';
import { alertPairsFor, alertWindows } from '../alertWindows';
import {
  burnRateMetric,
  errorRatioMetric,
  fastTotalMetric,
  objectiveMetric,
  sliLabelOf,
} from './names';
import type { CompiledSlo } from './objectives';
import { pairs, type Rule } from './pairRules';

/** Up to here a window reads the fast pair: five minutes of lag matter. */
const longestFastWindowSeconds = 3600;

/** The constant of one SLO. Labels say how its series are found, and who is called. @internal */
export function objectiveRule({ slo, located, team }: CompiledSlo): Rule {
  const labels: Record<string, string> = {
    slo_id: slo.sloId,
    sli: sliLabelOf(slo),
    window: slo.window,
  };
  if (located.kind !== 'custom') labels.namespace = located.namespace;
  if (located.kind === 'workload') labels.workload = located.workload;
  if (team !== undefined) labels.team = team;
  return { record: objectiveMetric, expr: `vector(${slo.target})`, labels };
}

/** Error ratio per alert window, and the burn rate of all of them. @internal */
export function burnRules(): Rule[] {
  return [
    ...alertWindows.map<Rule>(window => {
      const { bad, total } =
        durationSeconds(window) <= longestFastWindowSeconds
          ? pairs.fast
          : pairs.accounting;
      return {
        record: errorRatioMetric,
        expr: `sum by (slo_id) (sum_over_time(${bad}[${window}])) / (sum by (slo_id) (sum_over_time(${total}[${window}])) > 0)`,
        labels: { window },
      };
    }),
    {
      record: burnRateMetric,
      expr: `${errorRatioMetric} / on (slo_id) group_left () (1 - ${objectiveMetric})`,
    },
  ];
}

/** Alerts of every budget window in use, and the one for silence. @internal */
export function alertRules(
  compiled: readonly CompiledSlo[],
  sloLink: string | undefined,
): Rule[] {
  const link: Record<string, string> =
    sloLink === undefined
      ? {}
      : { portal_url: sloLink.replaceAll('{slo_id}', '{{ $labels.slo_id }}') };
  const windows = [...new Set(compiled.map(one => one.slo.window))].sort(
    (a, b) => durationSeconds(a) - durationSeconds(b),
  );
  const burns = windows.flatMap(window =>
    alertPairsFor(window).map<Rule>(({ long, short, threshold, severity }) => {
      const burning = (over: string) =>
        `${burnRateMetric}{window="${over}"} >= ${threshold}`;
      return {
        alert: 'SLOErrorBudgetBurn',
        expr: `(${burning(long)} and on (slo_id) ${burning(
          short,
        )}) * on (slo_id) group_left (team) (${objectiveMetric}{window="${window}"} > bool 0)`,
        labels: { severity, long, short },
        annotations: {
          summary: `{{ $labels.slo_id }} burns its error budget {{ printf "%.1f" $value }} times as fast as allowed`,
          description: `Over ${long} and still over ${short} the burn rate is at or above ${threshold}; at this rate the budget of ${window} does not last.`,
          ...link,
        },
      };
    }),
  );
  return [
    ...burns,
    {
      alert: 'SLONoData',
      expr: `sum by (slo_id, team) (${objectiveMetric}) unless on (slo_id) last_over_time(${fastTotalMetric}[15m])`,
      for: '10m',
      labels: { severity: 'ticket' },
      annotations: {
        summary: '{{ $labels.slo_id }} is not measured',
        description:
          'No events were counted for 15 minutes: the metrics of its SLI class are absent, or its namespace or workload has another name than the tree says.',
        ...link,
      },
    },
  ];
}
