import {
  compileRules,
  defaultTreeOptions,
  type Item,
} from '@strata/plugin-strata-common';
import { type Check, count, type Figure } from '../result';

/** Two classes, one threshold each: `4·C` of the formula. */
const combinations = 2;
/** 8 SLI, 7 metadata and 2 alert rules, as Sloth's own log counts them. */
const slothRulesPerSlo = 17;
const slothSource = 'https://github.com/slok/sloth/blob/main/README.md#usage';

/** How many rules the SLOs of these items become. */
export function rules(items: readonly Item[]): {
  figures: Figure[];
  checks: Check[];
} {
  const { prometheusRule, sloIds, skipped } = compileRules({
    options: defaultTreeOptions(),
    revision: 'bench',
    items: [...items],
    teams: [],
    projects: [],
    findings: [],
  });
  const compiled = prometheusRule.spec.groups.reduce(
    (sum, group) => sum + group.rules.length,
    0,
  );
  const slos = sloIds.length;
  const formula = slos + 4 * combinations + 13;
  return {
    figures: [
      {
        what: `Prometheus rules for ${slos} SLOs of ${combinations} classes`,
        strata: count(compiled),
        reference: {
          quantity: count(slothRulesPerSlo * slos),
          by: `computed: Sloth's ${slothRulesPerSlo} rules per SLO`,
          source: slothSource,
        },
      },
    ],
    checks: [
      {
        what: `${slos} SLOs compile to N + 4·C + 13 rules`,
        holds: compiled === formula && skipped.length === 0,
        detail: `${compiled} rules, the formula gives ${formula}, ${skipped.length} skipped`,
      },
    ],
  };
}
