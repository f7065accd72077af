/**
 * One order for everything that has a status: delivery, SLA and checks are
 * compared with each other on every page, so they share one table.
 */

/** Delivery statuses, worst first. @public */
export const deliveryStatuses = [
  'failed',
  'degraded',
  'missing',
  'unreachable',
  'stale',
  'unknown',
  'not_reported',
  'drifted',
  'suspended',
  'not_deployed',
  'behind',
  'progressing',
  'waiting',
  'healthy',
] as const;

/** @public */
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** SLO statuses, worst first. @public */
export const sloStatuses = [
  'breached',
  'unreachable',
  'no_data',
  'stale',
  'sli_suspect',
  'insufficient_data',
  'at_risk',
  'no_target',
  'healthy',
] as const;

/** @public */
export type SloStatus = (typeof sloStatuses)[number];

/** Severity classes, worst first. `none` means "does not apply". @public */
export const severities = [
  'critical',
  'unknown',
  'attention',
  'waiting',
  'ok',
  'none',
] as const;

/** @public */
export type Severity = (typeof severities)[number];

/** @public */
export type Status = DeliveryStatus | SloStatus;

/**
 * The severity of each status. A `Record` over the union: a status that is
 * added without a severity does not compile, and none can default to "ok".
 * @public
 */
export const severityOfStatus: Readonly<Record<Status, Severity>> = {
  failed: 'critical',
  degraded: 'critical',
  missing: 'critical',
  breached: 'critical',
  unreachable: 'unknown',
  stale: 'unknown',
  unknown: 'unknown',
  not_reported: 'unknown',
  no_data: 'unknown',
  sli_suspect: 'unknown',
  insufficient_data: 'unknown',
  drifted: 'attention',
  suspended: 'attention',
  not_deployed: 'attention',
  behind: 'attention',
  at_risk: 'attention',
  no_target: 'attention',
  progressing: 'waiting',
  waiting: 'waiting',
  healthy: 'ok',
};

const severityRank = Object.fromEntries(
  severities.map((severity, index) => [severity, index]),
) as Record<Severity, number>;

/** Negative when `a` is worse than `b`. @public */
export function compareSeverity(a: Severity, b: Severity): number {
  return severityRank[a] - severityRank[b];
}

/** The worst severity of a list; `none` when the list is empty. @public */
export function worstSeverity(list: Iterable<Severity>): Severity {
  let worst: Severity = 'none';
  for (const severity of list) {
    if (compareSeverity(severity, worst) < 0) worst = severity;
  }
  return worst;
}

const deliveryRank = Object.fromEntries(
  deliveryStatuses.map((status, index) => [status, index]),
) as Record<DeliveryStatus, number>;

/** Negative when `a` is worse than `b`. @public */
export function compareDeliveryStatus(
  a: DeliveryStatus,
  b: DeliveryStatus,
): number {
  return deliveryRank[a] - deliveryRank[b];
}

const sloRank = Object.fromEntries(
  sloStatuses.map((status, index) => [status, index]),
) as Record<SloStatus, number>;

/** Negative when `a` is worse than `b`. @public */
export function compareSloStatus(a: SloStatus, b: SloStatus): number {
  return sloRank[a] - sloRank[b];
}
