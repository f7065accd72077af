import {
  compareDeliveryStatus,
  compareSeverity,
  compareSloStatus,
  deliveryStatuses,
  severities,
  severityOfStatus,
  sloStatuses,
  type DeliveryStatus,
  type SloStatus,
  type StatusCounts,
} from '@strata/plugin-strata-common';
import { SeverityBadge, StatusBadge } from './StatusBadge';
import styles from './status.module.css';

type Counted<S> = { status: S; count: number };

/** Delivery statuses that occur, worst first. */
export function deliveryCounts(
  counts: StatusCounts,
): Counted<DeliveryStatus>[] {
  return occurring(deliveryStatuses, counts).sort((a, b) =>
    compareBySeverity(a, b, compareDeliveryStatus),
  );
}

/** SLO statuses that occur, worst first. */
export function sloCounts(counts: StatusCounts): Counted<SloStatus>[] {
  return occurring(sloStatuses, counts).sort((a, b) =>
    compareBySeverity(a, b, compareSloStatus),
  );
}

function occurring<S extends string>(
  statuses: readonly S[],
  counts: StatusCounts,
): Counted<S>[] {
  return statuses.flatMap(status => {
    const count = counts.byStatus[status] ?? 0;
    return count > 0 ? [{ status, count }] : [];
  });
}

function compareBySeverity<S extends DeliveryStatus | SloStatus>(
  a: Counted<S>,
  b: Counted<S>,
  compare: (a: S, b: S) => number,
): number {
  return (
    compareSeverity(severityOfStatus[a.status], severityOfStatus[b.status]) ||
    compare(a.status, b.status)
  );
}

/** Counts per status that filter what is below them. */
export function StatusStrip<S extends DeliveryStatus | SloStatus>(props: {
  label: string;
  counts: readonly Counted<S>[];
  selected: readonly S[];
  onToggle: (status: S) => void;
}) {
  const { label, counts, selected, onToggle } = props;
  return (
    <div className={styles.strip} role="group" aria-label={label}>
      {counts.map(({ status, count }) => (
        <button
          key={status}
          type="button"
          className={styles.chip}
          aria-pressed={selected.includes(status)}
          onClick={() => onToggle(status)}
        >
          <span className={styles.count}>{count}</span>{' '}
          <StatusBadge status={status} />
        </button>
      ))}
    </div>
  );
}

/** The same in a table cell: severities with their counts, worst first. */
export function SeverityCounts(props: { counts: StatusCounts }) {
  const { bySeverity } = props.counts;
  return (
    <span className={styles.mini}>
      {severities.map(severity => {
        const count = bySeverity[severity] ?? 0;
        if (count === 0 || severity === 'none') return null;
        return (
          <span key={severity} className={styles.strip}>
            <span className={styles.count}>{count}</span>{' '}
            <SeverityBadge severity={severity} />
          </span>
        );
      })}
    </span>
  );
}
