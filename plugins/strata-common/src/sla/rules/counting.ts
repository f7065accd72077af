import type { Counting } from '../classes';
import { accountingStepSeconds } from '../queries';

/** Prometheus needs samples on both sides; fewer than four scrapes lie. */
const fewestScrapes = 4;

/**
 * Counting for one scrape interval. `increase(c[5m])` every five minutes never
 * sees the growth between two windows and extrapolates it instead; reading one
 * scrape interval more and scaling back counts each step exactly once.
 *
 * Source: https://prometheus.io/docs/prometheus/latest/querying/functions/#increase
 * and the measurements in docs/decisions/sla-rules.md.
 * @internal
 */
export function countingFor(scrapeIntervalSeconds: number): Counting {
  const step = accountingStepSeconds;
  if (
    !Number.isInteger(scrapeIntervalSeconds) ||
    scrapeIntervalSeconds < 1 ||
    scrapeIntervalSeconds * fewestScrapes > step
  ) {
    throw new RangeError(
      `scrape interval ${scrapeIntervalSeconds} s: five minutes must hold at least ${fewestScrapes} scrapes; give whole seconds from 1 to ${
        step / fewestScrapes
      }`,
    );
  }
  const read = step + scrapeIntervalSeconds;
  return {
    increase: selector => `increase(${selector}[${read}s]) * ${step} / ${read}`,
    gaugeMinutes: selector =>
      `avg_over_time(${selector}[${step}s]) * ${step / 60}`,
    range: `${step}s`,
  };
}
