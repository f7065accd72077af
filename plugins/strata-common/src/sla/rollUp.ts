import {
  compareSeverity,
  compareSloStatus,
  severityOfStatus,
  sloStatuses,
  type Severity,
  type SloStatus,
} from '../severity';
import { attainment, sumCounts, type EventCounts } from './budget';
import type { SloRow } from './contract';

/** Statuses in which a figure was judged; the others say nothing about a promise. */
const measuredStatuses: Readonly<Record<SloStatus, boolean>> = {
  breached: true,
  at_risk: true,
  healthy: true,
  unreachable: false,
  no_data: false,
  stale: false,
  sli_suspect: false,
  insufficient_data: false,
  no_target: false,
};

/** The SLOs of a system, an owner or a layer together. No blended score. @public */
export interface SloRollUp {
  status: SloStatus;
  severity: Severity;
  byStatus: Partial<Record<SloStatus, number>>;
  bySeverity: Partial<Record<Severity, number>>;
  /** SLOs within their budget, of those that could be judged. */
  met: number;
  measured: number;
  /** Traffic-weighted: counts are summed, then divided. */
  byClass: Record<
    string,
    EventCounts & { attainment: number | undefined; slos: number }
  >;
}

/** The worst status of a list; `no_target` when nothing was declared. @public */
export function worstSloStatus(statuses: Iterable<SloStatus>): SloStatus {
  let worst: SloStatus | undefined;
  for (const status of statuses) {
    if (worst === undefined || compareSloStatus(status, worst) < 0) {
      worst = status;
    }
  }
  return worst ?? 'no_target';
}

/**
 * Rolls items up: one list of rows per item, and an item without any SLO counts
 * once as `no_target`, so that its silence is seen.
 * @public
 */
export function rollUpSlos(
  items: readonly (readonly Pick<
    SloRow,
    'status' | 'sliClass' | 'bad' | 'total'
  >[])[],
): SloRollUp {
  const statuses = items.flatMap<SloStatus>(rows =>
    rows.length === 0 ? ['no_target'] : rows.map(row => row.status),
  );
  const byStatus: SloRollUp['byStatus'] = {};
  const bySeverity: SloRollUp['bySeverity'] = {};
  for (const status of statuses) {
    const severity = severityOfStatus[status];
    byStatus[status] = (byStatus[status] ?? 0) + 1;
    bySeverity[severity] = (bySeverity[severity] ?? 0) + 1;
  }
  const measured = statuses.filter(status => measuredStatuses[status]);

  const counted = new Map<string, EventCounts[]>();
  for (const { status, sliClass, bad, total } of items.flat()) {
    if (!measuredStatuses[status]) continue;
    if (bad === undefined || total === undefined) continue;
    counted.set(sliClass, [...(counted.get(sliClass) ?? []), { bad, total }]);
  }
  const status = worstSloStatus(statuses);
  return {
    status,
    severity: statuses
      .map(one => severityOfStatus[one])
      .reduce<Severity>(
        (worst, one) => (compareSeverity(one, worst) < 0 ? one : worst),
        'none',
      ),
    byStatus,
    bySeverity,
    met: measured.filter(one => one !== 'breached').length,
    measured: measured.length,
    byClass: Object.fromEntries(
      [...counted].map(([sliClass, list]) => {
        const counts = sumCounts(list);
        return [
          sliClass,
          { ...counts, attainment: attainment(counts), slos: list.length },
        ];
      }),
    ),
  };
}

/** Every status that has a figure behind it. @public */
export const judgedSloStatuses: readonly SloStatus[] = Object.freeze(
  sloStatuses.filter(status => measuredStatuses[status]),
);
