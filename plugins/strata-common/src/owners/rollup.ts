import type { DeliveryRow } from '../delivery/contract';
import type { SlaPromise, SloRow } from '../sla/contract';
import { rollUpSlos } from '../sla/rollUp';
import {
  compareSeverity,
  type Severity,
  severityOfStatus,
  type Status,
  worstSeverity,
} from '../severity';
import type { LocatedFinding } from '../tree/contract';
import type { OwnerItem, OwnerOverview, StatusCounts } from './contract';

/** What is known of one item before it is put in order. @public */
export interface OwnerItemFacts {
  entityRef: string;
  name: string;
  title: string;
  path: string;
  layer: string;
  area?: string;
  type: string;
  owner: string;
  ownerSource: OwnerItem['ownerSource'];
  rows: DeliveryRow[];
  promise?: SlaPromise;
  slos: SloRow[];
  findings: LocatedFinding[];
  openChanges: number;
}

const noSeverity: Record<Severity, number> = {
  critical: 0,
  unknown: 0,
  attention: 0,
  waiting: 0,
  ok: 0,
  none: 0,
};

/** Counts per severity and per status; a status that does not occur is absent. @public */
export function countStatuses(statuses: Iterable<Status>): StatusCounts {
  const bySeverity = { ...noSeverity };
  const byStatus: Record<string, number> = {};
  for (const status of statuses) {
    bySeverity[severityOfStatus[status]] += 1;
    byStatus[status] = (byStatus[status] ?? 0) + 1;
  }
  return { bySeverity, byStatus };
}

/**
 * Severity of an item: the worst of its environments, its SLOs and the errors
 * of its definition. Warnings of checks are shown, but wake nobody.
 * @public
 */
export function itemSeverity(
  facts: Pick<OwnerItemFacts, 'rows' | 'slos' | 'findings'>,
): Severity {
  return worstSeverity([
    ...facts.rows.map(row => severityOfStatus[row.status]),
    ...facts.slos.map(slo => severityOfStatus[slo.status]),
    ...(facts.findings.some(finding => finding.severity === 'error')
      ? (['attention'] as const)
      : []),
  ]);
}

/**
 * SLOs of the items by status, and how many are met of those that can be
 * judged now. An item without any counts as `no_target`.
 * @public
 */
export function countSlos(
  items: readonly Pick<OwnerItemFacts, 'slos'>[],
): OwnerOverview['slo'] {
  const { byStatus, bySeverity, met, measured } = rollUpSlos(
    items.map(({ slos }) => slos),
  );
  return {
    byStatus,
    bySeverity: { ...noSeverity, ...bySeverity },
    met,
    measured,
  };
}

/** @public */
export function countFindings(findings: readonly LocatedFinding[]): {
  errors: number;
  warnings: number;
} {
  return {
    errors: findings.filter(({ severity }) => severity === 'error').length,
    warnings: findings.filter(({ severity }) => severity === 'warning').length,
  };
}

/** Environments of all items, each name once, in promotion order. @public */
export function environmentColumns(
  items: readonly Pick<OwnerItemFacts, 'rows'>[],
): string[] {
  // An environment stands where it stands in the longest list that has it:
  // an item with production alone must not pull production before dev.
  const ranks = new Map<string, number>();
  for (const { rows } of items) {
    rows.forEach((row, index) => {
      const fromEnd = rows.length - 1 - index;
      ranks.set(
        row.environment,
        Math.min(ranks.get(row.environment) ?? 0, -fromEnd),
      );
    });
  }
  return [...ranks.entries()]
    .sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1))
    .map(([name]) => name);
}

/** Everything a set of items amounts to: sorted worst first, counted. @public */
export function rollUp(
  facts: readonly OwnerItemFacts[],
): Pick<
  OwnerOverview,
  'severity' | 'items' | 'delivery' | 'slo' | 'findings' | 'environments'
> {
  const items = facts
    .map(fact => ({ ...fact, severity: itemSeverity(fact) }))
    .sort(
      (a, b) =>
        compareSeverity(a.severity, b.severity) ||
        (a.title < b.title ? -1 : Number(a.title > b.title)),
    );
  return {
    severity: worstSeverity(items.map(({ severity }) => severity)),
    items,
    delivery: countStatuses(
      items.flatMap(({ rows }) => rows.map(({ status }) => status)),
    ),
    slo: countSlos(items),
    findings: countFindings(items.flatMap(({ findings }) => findings)),
    environments: environmentColumns(items),
  };
}
