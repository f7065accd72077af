import type { DeclaredSlo, SloMeasurement } from '@strata/plugin-strata-common';
import { formatDuration } from '@strata/plugin-strata-common';
import { snapshotOf, type PrometheusSource } from './PrometheusSource';
import { figuresOf } from './snapshot';

/** What is known about an SLO, and who said so. */
export interface Measured {
  measurement: SloMeasurement;
  source?: PrometheusSource;
  warnings: string[];
}

/**
 * Finds the figures of one SLO. The first Prometheus that has it counts: the
 * same events may stand in several, and a sum could double them.
 */
export function measure(
  slo: DeclaredSlo,
  sources: readonly PrometheusSource[],
  nowMs: number,
): Measured {
  if (slo.problem !== undefined) return nothing(slo.problem);
  if (sources.length === 0) {
    return nothing('No Prometheus is configured (strata.sla.prometheus).');
  }
  const holders = sources.filter(({ state }) =>
    snapshotOf(state)?.readings.has(slo.sloId),
  );
  const [source] = holders;
  const snapshot = source && snapshotOf(source.state);
  const figures = snapshot && figuresOf(snapshot, slo, nowMs);
  if (!source || !snapshot || !figures) return absent(slo, sources);

  const warnings = [...snapshot.notes];
  if (holders.length > 1) {
    warnings.push(
      `Also recorded in ${holders
        .slice(1)
        .map(({ id }) => id)
        .join(', ')}; the figures are those of ${source.id}.`,
    );
  }
  const { state } = source;
  if (state.kind !== 'failing') {
    return { measurement: { kind: 'measured', figures }, source, warnings };
  }
  warnings.push(state.error);
  return {
    source,
    warnings,
    measurement: source.isStale()
      ? {
          kind: 'unreachable',
          reason: `${source.id} was last read ${formatDuration(
            figures.answerAgeSeconds,
          )} ago: ${state.error}`,
          last: figures,
        }
      : { kind: 'measured', figures },
  };
}

const nothing = (reason: string): Measured => ({
  measurement: { kind: 'no_data', reason },
  warnings: [],
});

/** Nobody has it: because it is not there, or because we could not look. */
function absent(
  slo: DeclaredSlo,
  sources: readonly PrometheusSource[],
): Measured {
  for (const source of sources) {
    if (source.state.kind !== 'failing') continue;
    return {
      source,
      warnings: [],
      measurement: {
        kind: 'unreachable',
        reason: `${source.id} cannot be read: ${source.state.error}`,
      },
    };
  }
  if (sources.some(({ state }) => state.kind === 'connecting')) {
    return nothing('The first reading is under way.');
  }
  return nothing(
    `Nothing is recorded as ${slo.sloId} in ${sources
      .map(({ id }) => id)
      .join(
        ', ',
      )}: the compiled rules are not loaded there, or the metrics of ${
      slo.sliClass
    } are absent.`,
  );
}
