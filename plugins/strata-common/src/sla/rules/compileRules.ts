import { stringify } from 'yaml';
import type { Tree } from '../../tree/model';
import { countingFor } from './counting';
import { fnv1a64 } from './hash';
import { compilableSlos, type SkippedSlo } from './objectives';
import { pairRules, pairUnits, type Rule } from './pairRules';
import { alertRules, burnRules, objectiveRule } from './sharedRules';

/** How to compile. Everything has a default. @public */
export interface CompileRulesOptions {
  /** Only environments of this cluster; a Prometheus sees one cluster. */
  cluster?: string;
  /** Scrape interval of the counted metrics, whole seconds. Default 30. */
  scrapeIntervalSeconds?: number;
  /** Name of the PrometheusRule. Default `strata-slo`. */
  name?: string;
  /** Namespace of the PrometheusRule; the applying tool's where left out. */
  namespace?: string;
  /** Labels by which the Prometheus operator selects the PrometheusRule. */
  labels?: Record<string, string>;
  /** Address of an SLO's page; `{slo_id}` is replaced. */
  sloLink?: string;
}

/** @public */
export interface RuleGroup {
  name: string;
  interval: string;
  rules: Rule[];
}

/** The custom resource of the Prometheus operator. @public */
export interface PrometheusRule {
  apiVersion: 'monitoring.coreos.com/v1';
  kind: 'PrometheusRule';
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations: Record<string, string>;
  };
  spec: { groups: RuleGroup[] };
}

/** @public */
export interface CompiledRules {
  /** Changes exactly when the rules do. */
  hash: string;
  prometheusRule: PrometheusRule;
  /** A plain rule file for `rule_files`, YAML. */
  ruleFile: string;
  /** SLOs that got rules. */
  sloIds: string[];
  skipped: SkippedSlo[];
}

/** Annotation of the PrometheusRule and comment of the plain file. @public */
export const rulesHashKey = 'strata.dev/rules-hash';

/**
 * The rules of a tree. N SLOs in C combinations of class and threshold give
 * N + 4·C + 13 rules when all share one budget window.
 * @public
 */
export function compileRules(
  tree: Tree,
  options: CompileRulesOptions = {},
): CompiledRules {
  const { compiled, skipped } = compilableSlos(tree, options.cluster);
  const counting = countingFor(options.scrapeIntervalSeconds ?? 30);
  const units = pairUnits(compiled);
  const groups: RuleGroup[] =
    compiled.length === 0
      ? []
      : [
          {
            name: 'strata-slo-objectives',
            interval: '1m',
            rules: compiled.map(objectiveRule),
          },
          {
            name: 'strata-slo-accounting',
            interval: '5m',
            rules: units.flatMap(unit =>
              pairRules(unit, 'accounting', counting),
            ),
          },
          {
            name: 'strata-slo-fast',
            interval: '1m',
            rules: units.flatMap(unit => pairRules(unit, 'fast', counting)),
          },
          { name: 'strata-slo-burn', interval: '1m', rules: burnRules() },
          {
            name: 'strata-slo-alerts',
            interval: '1m',
            rules: alertRules(compiled, options.sloLink),
          },
        ];
  const hash = fnv1a64(JSON.stringify(groups));
  return {
    hash,
    prometheusRule: {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: {
        name: options.name ?? 'strata-slo',
        ...(options.namespace !== undefined && {
          namespace: options.namespace,
        }),
        ...(options.labels && { labels: options.labels }),
        annotations: { [rulesHashKey]: hash },
      },
      spec: { groups },
    },
    ruleFile: `# Compiled by Strata from the tree; do not edit.\n# ${rulesHashKey}: ${hash}\n${stringify(
      { groups },
      { lineWidth: 0, aliasDuplicateObjects: false },
    )}`,
    sloIds: compiled.map(one => one.slo.sloId),
    skipped,
  };
}

/**
 * The hash a rule file carries, PrometheusRule or plain; compare it with
 * {@link CompiledRules.hash} to tell whether the file is older than the tree.
 * @public
 */
export function readRulesHash(text: string): string | undefined {
  return /strata\.dev\/rules-hash['"]?:\s*['"]?([0-9a-f]{16})\b/.exec(
    text,
  )?.[1];
}
