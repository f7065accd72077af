/**
 * Matcher for the bucket with this upper bound. Prometheus 3 writes `le="1.0"`
 * where Prometheus 2 wrote `le="1"` (migration guide, "le and quantile label
 * values"), so whole numbers match both.
 * @internal
 */
export function leMatcher(bound: number): string {
  const text = String(bound);
  const escaped = text.replace('.', '\\\\.');
  return Number.isInteger(bound)
    ? `le=~"${escaped}(\\\\.0)?"`
    : `le=~"${escaped}"`;
}
