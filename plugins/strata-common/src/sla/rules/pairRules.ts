import type { Counting, SliClass, SliSource, Threshold } from '../classes';
import { badMetric, totalMetric } from '../queries';
import { durationSeconds } from '../../tree/values';
import {
  fastBadMetric,
  fastTotalMetric,
  objectiveMetric,
  sliLabelOf,
} from './names';
import type { CompiledSlo, Located } from './objectives';

/** A rule of a group, as Prometheus reads it. @public */
export type Rule =
  | { record: string; expr: string; labels?: Record<string, string> }
  | {
      alert: string;
      expr: string;
      for?: string;
      labels: Record<string, string>;
      annotations: Record<string, string>;
    };

/** Which of the two pairs is recorded. @internal */
export const pairs = {
  accounting: { bad: badMetric, total: totalMetric },
  fast: { bad: fastBadMetric, total: fastTotalMetric },
} as const;

/** SLOs that one expression counts: one class at one threshold. @internal */
export interface PairUnit {
  /** Value of the label `sli` on everything it records. */
  sli: string;
  sliClass: SliClass;
  threshold: string | undefined;
  slos: CompiledSlo[];
}

/** Units in a stable order; every `custom` SLO is one of its own. @internal */
export function pairUnits(compiled: readonly CompiledSlo[]): PairUnit[] {
  const units = new Map<string, PairUnit>();
  for (const one of compiled) {
    const { sliClass, slo } = one;
    const sli = sliLabelOf(slo);
    const key = sliClass.sources === 'declared' ? `${sli} ${slo.sloId}` : sli;
    const unit = units.get(key) ?? {
      sli,
      sliClass,
      threshold: sliClass.threshold.kind === 'none' ? undefined : slo.threshold,
      slos: [],
    };
    unit.slos.push(one);
    units.set(key, unit);
  }
  return [...units.keys()].sort().map(key => units.get(key)!);
}

const asLabel = (expression: string, label: string, from: string) =>
  from === label
    ? expression
    : `label_replace(${expression}, "${label}", "$1", "${from}", "(.*)")`;

type Side = 'bad' | 'total';

/** Counts of every source by namespace and by the workload's own label. */
function countsBySource(
  sources: readonly SliSource[],
  side: Side,
  counting: Counting,
  threshold: Threshold,
) {
  return sources.map(source => {
    const { namespace, workload } = source.labels;
    const counted = `sum by (${namespace}, ${workload}) (${source[side](
      counting,
      threshold,
    )})`;
    return { expression: asLabel(counted, 'namespace', namespace), workload };
  });
}

/**
 * Joins counts to the SLOs they belong to. The many SLOs of a class meet the
 * counts of all services in one expression; a namespace that several items
 * share is told apart by the name of the workload.
 */
function attribute(
  unit: PairUnit,
  sources: readonly SliSource[],
  side: Side,
  counting: Counting,
): string {
  const selector = `sli="${unit.sli}"`;
  const threshold: Threshold = {
    text: unit.threshold ?? '',
    seconds: unit.threshold === undefined ? 0 : durationSeconds(unit.threshold),
  };
  const counts = countsBySource(sources, side, counting, threshold);
  const parts: string[] = [];
  if (unit.slos.some(one => one.located.kind === 'namespace')) {
    const union = counts.map(one => one.expression).join(' or ');
    parts.push(
      `(${objectiveMetric}{${selector},workload=""} > bool 0) * on (namespace) group_left () sum by (namespace) (${union})`,
    );
  }
  const names = workloadNames(unit.slos.map(one => one.located));
  if (names.length > 0) {
    const union = counts
      .map(
        ({ expression, workload }) =>
          `label_replace(${expression}, "workload", "$1", "${workload}", "(${names.join(
            '|',
          )})(-.*)?")`,
      )
      .join(' or ');
    parts.push(
      `(${objectiveMetric}{${selector},workload!=""} > bool 0) * on (namespace, workload) group_left () sum by (namespace, workload) (${union})`,
    );
  }
  return `sum by (slo_id) (${parts.join(' or ')})`;
}

/** Longest first: RE2 takes the first alternative that fits. */
const workloadNames = (located: readonly Located[]): string[] =>
  [
    ...new Set(
      located.flatMap(one => (one.kind === 'workload' ? [one.workload] : [])),
    ),
  ].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));

/**
 * The pair of one unit: total first, because bad reads it. No error is 0, no
 * traffic is nothing; the zero is joined `on (slo_id)`, since total already
 * carries the label `sli` that the rule sets on both.
 * @internal
 */
export function pairRules(
  unit: PairUnit,
  pair: keyof typeof pairs,
  counting: Counting,
): Rule[] {
  const { bad, total } = pairs[pair];
  const { sli } = unit;
  const { sources } = unit.sliClass;
  if (sources === 'declared') {
    return unit.slos.flatMap(({ slo, located }) => {
      if (located.kind !== 'custom') return [];
      const labels = { slo_id: slo.sloId, sli };
      return [
        { record: total, expr: `sum(${located.total})`, labels },
        {
          record: bad,
          expr: `sum(${located.bad}) or 0 * sum(${located.total})`,
          labels,
        },
      ];
    });
  }
  const of = (side: Side) => attribute(unit, sources, side, counting);
  return [
    { record: total, expr: of('total'), labels: { sli } },
    {
      record: bad,
      expr: `${of('bad')} or on (slo_id) 0 * ${total}{sli="${sli}"}`,
      labels: { sli },
    },
  ];
}
