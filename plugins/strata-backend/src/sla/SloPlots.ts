import { InputError, NotFoundError } from '@backstage/errors';
import {
  badPerStep,
  budgetLine,
  type DeclaredSlo,
  durationSeconds,
  errorRatioLine,
  type PlotStep,
  type SloSeries,
  totalPerStep,
} from '@strata/plugin-strata-common';
import pLimit from 'p-limit';
import type { Clock } from '../delivery/clock';
import type { MatrixSeries } from './prometheus/PrometheusClient';
import { type PrometheusSource, snapshotOf } from './PrometheusSource';
import type { SloDirectory } from './SloDirectory';

export interface SeriesRange {
  from: Date;
  to: Date;
  stepSeconds: number;
}

/** Deploys of one environment, any order, at least those in the range. */
export type DeployMarkers = (
  entityRef: DeclaredSlo['entityRef'],
  environment: string,
  range: { from: Date; to: Date },
) => Promise<SloSeries['deploys']> | SloSeries['deploys'];

/** Prometheus refuses more points a series. */
const mostPoints = 11_000;
const keepMs = 30_000;
const mostKept = 200;
const concurrentPlots = 4;

/**
 * Plots of one SLO. Ranges are aligned to the step, so that viewers share one
 * pair of queries: while it runs, and for half a minute after.
 */
export class SloPlots {
  readonly #kept = new Map<
    string,
    { untilMs: number; series: Promise<Omit<SloSeries, 'deploys'>> }
  >();
  readonly #limit = pLimit(concurrentPlots);

  constructor(
    private readonly options: {
      directory: SloDirectory;
      sources: readonly PrometheusSource[];
      deployMarkers: DeployMarkers;
      clock: Clock;
    },
  ) {}

  /**
   * @throws NotFoundError for an SLO no tree declares
   * @throws InputError for a step the window is no multiple of, or too many points
   * @throws PrometheusError where the Prometheus cannot be read
   */
  async series(sloId: string, range: SeriesRange): Promise<SloSeries> {
    const slo = this.options.directory.find(sloId);
    if (!slo) throw new NotFoundError(`No SLO ${sloId} in any tree`);
    const aligned = align(slo, range, this.options.clock.now());
    const series = await this.#shared(slo, aligned);
    const { from, step, to } = aligned;
    const marked = await this.options.deployMarkers(
      slo.entityRef,
      slo.environment,
      { from: new Date((from - step) * 1000), to: new Date(to * 1000) },
    );
    const deploys = marked
      .filter(
        ({ at }) =>
          Date.parse(at) / 1000 > from - step && Date.parse(at) / 1000 <= to,
      )
      .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
    return { ...series, deploys };
  }

  #shared(slo: DeclaredSlo, { from, to, step }: Aligned) {
    const now = this.options.clock.now();
    const key = [slo.sloId, slo.target, slo.window, from, to, step].join(' ');
    const known = this.#kept.get(key);
    if (known && known.untilMs > now) return known.series;
    const series = this.#limit(() => this.#read(slo, { from, to, step }));
    const entry = { untilMs: now + keepMs, series };
    this.#kept.delete(key);
    this.#kept.set(key, entry);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= mostKept) break;
      this.#kept.delete(oldest);
    }
    // A failure is told to those who waited, and not kept.
    series.catch(() => {
      if (this.#kept.get(key) === entry) this.#kept.delete(key);
    });
    return series;
  }

  async #read(
    slo: DeclaredSlo,
    { from, to, step }: Aligned,
  ): Promise<Omit<SloSeries, 'deploys'>> {
    const base = {
      sloId: slo.sloId,
      from: iso(from),
      to: iso(to),
      stepSeconds: step,
    };
    const source = this.#sourceOf(slo);
    if (!source || slo.problem !== undefined) {
      return {
        ...base,
        budget: [],
        errorRatio: [],
        asOf: iso(this.options.clock.now() / 1000),
        warnings: [
          slo.problem ?? 'No Prometheus is configured (strata.sla.prometheus).',
        ],
      };
    }
    const stepsInWindow = durationSeconds(slo.window) / step;
    const start = from - stepsInWindow * step;
    const range = { fromSeconds: start, toSeconds: to, stepSeconds: step };
    const params = { sloId: slo.sloId, step: `${step}s` };
    const [bad, total] = await Promise.all([
      source.client.range(badPerStep.build(params), range),
      source.client.range(totalPerStep.build(params), range),
    ]);
    const bads = merge(bad.result);
    const totals = merge(total.result);
    const steps: PlotStep[] = [];
    for (let at = start; at <= to; at += step) {
      const counts = { bad: bads.at(at), total: totals.at(at) };
      steps.push({
        at,
        counts:
          counts.bad === undefined || counts.total === undefined
            ? undefined
            : { bad: counts.bad, total: counts.total },
      });
    }
    return {
      ...base,
      budget: budgetLine(steps, stepsInWindow, slo.target),
      errorRatio: errorRatioLine(steps.slice(stepsInWindow)),
      asOf: iso(this.options.clock.now() / 1000),
      warnings: [
        ...new Set([
          ...bad.notes,
          ...total.notes,
          ...bads.warnings,
          ...totals.warnings,
        ]),
      ],
    };
  }

  /** The Prometheus that has it, as for the row; else the first that might. */
  #sourceOf(slo: DeclaredSlo): PrometheusSource | undefined {
    const { sources } = this.options;
    return (
      sources.find(({ state }) => snapshotOf(state)?.readings.has(slo.sloId)) ??
      sources[0]
    );
  }
}

/** Seconds since the epoch, both on the grid of the step. */
interface Aligned {
  from: number;
  to: number;
  step: number;
}

function align(slo: DeclaredSlo, range: SeriesRange, nowMs: number): Aligned {
  const { stepSeconds: step } = range;
  const window = durationSeconds(slo.window);
  const lead = Math.ceil(window / step);
  if (slo.problem === undefined && window % step !== 0) {
    throw new InputError(
      `step: the window ${slo.window} of ${slo.sloId} is not a multiple of ${step} s; take for example 3600`,
    );
  }
  const onGrid = (seconds: number) => Math.floor(seconds / step) * step;
  const to = onGrid(Math.min(range.to.getTime(), nowMs) / 1000);
  const from = onGrid(range.from.getTime() / 1000);
  if (from >= to) {
    throw new InputError(
      'from: must lie at least one step before to and before now',
    );
  }
  if ((to - from) / step + lead + 1 > mostPoints) {
    throw new InputError(
      `step: ${step} s gives more than ${mostPoints} points with the window of ${slo.window} before the range; take a larger step`,
    );
  }
  return { from, to, step };
}

/** Several series of one SLO, as when its class was changed, put in one line. */
function merge(series: readonly MatrixSeries[]) {
  const values = new Map<number, number>();
  const clashes = new Set<number>();
  const warnings: string[] = [];
  for (const { points } of series) {
    for (const [at, value] of points) {
      if (values.has(at)) clashes.add(at);
      else if (Number.isFinite(value)) values.set(at, value);
      else warnings.push('Points that are not finite numbers are left out.');
    }
  }
  for (const at of clashes) values.delete(at);
  if (clashes.size > 0) {
    warnings.push(
      `Several series carry this id at ${clashes.size} points; those points are left out.`,
    );
  }
  return { at: (seconds: number) => values.get(seconds), warnings };
}

const iso = (seconds: number) => new Date(seconds * 1000).toISOString();
