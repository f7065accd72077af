import {
  assessSlo,
  type Burn,
  type DeclaredSlo,
  formatPercent,
  type SloRow,
} from '@strata/plugin-strata-common';
import type { Measured } from './measure';

/** JSON has no infinity; a target of 100 % that was missed has. */
const finite = (value: number | undefined) =>
  value !== undefined && Number.isFinite(value) ? value : undefined;

const finiteBurn = (burn: Burn): Burn => ({
  ...burn,
  longRate: finite(burn.longRate),
  shortRate: finite(burn.shortRate),
});

/** The row of one SLO as it stands. */
export function sloRow(
  slo: DeclaredSlo,
  { measurement, source, warnings }: Measured,
  asOf: string | undefined,
  links: SloRow['links'],
): SloRow {
  const assessment = assessSlo(slo, measurement);
  return {
    sloId: slo.sloId,
    entityRef: slo.entityRef,
    environment: slo.environment,
    name: slo.name,
    sliClass: slo.sliClass,
    target: slo.target,
    promised: slo.promised,
    window: slo.window,
    status: assessment.status,
    reason: assessment.reason,
    bad: assessment.counts?.bad,
    total: assessment.counts?.total,
    attainment: assessment.attainment,
    budgetRemaining: finite(assessment.budgetRemaining),
    burns: assessment.burns.map(finiteBurn),
    coverage: assessment.coverage,
    exhaustedInSeconds: finite(assessment.exhaustedInSeconds),
    warnings,
    source: source?.id,
    asOf,
    links,
  };
}

/**
 * What of a row a person would see change. Counts move with every request and
 * reasons name ages; neither is worth waking a browser for.
 */
export function visibleFigures(row: SloRow): string {
  const percent = (value: number | undefined) =>
    value === undefined ? '' : formatPercent(value);
  return JSON.stringify([
    row.status,
    row.target,
    row.window,
    percent(row.attainment),
    percent(row.budgetRemaining),
    row.burns.map(burn => burn.firing),
    row.warnings,
  ]);
}
