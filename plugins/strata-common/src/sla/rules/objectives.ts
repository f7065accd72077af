import type { Item, Tree } from '../../tree/model';
import { sliClassOf, type SliClass } from '../classes';
import { slosOf, type DeclaredSlo } from '../declared';
import { promqlSyntaxError } from './promql';

/** How Prometheus finds the series of an SLO. @internal */
export type Located =
  /** The item has the namespace to itself. */
  | { kind: 'namespace'; namespace: string }
  /** Others live there as well: workloads named like the item. */
  | { kind: 'workload'; namespace: string; workload: string }
  /** The definition's own expressions. */
  | { kind: 'custom'; bad: string; total: string };

/** An SLO that rules can be made for. @internal */
export interface CompiledSlo {
  slo: DeclaredSlo;
  sliClass: SliClass;
  located: Located;
  team: string | undefined;
}

/** An SLO without rules, and why. @public */
export interface SkippedSlo {
  sloId: string;
  reason: string;
}

interface Candidate {
  item: Item;
  slo: DeclaredSlo;
}

const inCluster = (cluster: string | undefined) => (item: Item) =>
  item.environments.filter(
    environment => cluster === undefined || environment.cluster === cluster,
  );

/** Who lives in a namespace: `<tree path> <environment>`. */
function tenants(tree: Tree, cluster: string | undefined) {
  const byNamespace = new Map<
    string,
    { path: string; environment: string }[]
  >();
  for (const item of tree.items) {
    for (const { namespace, name } of inCluster(cluster)(item)) {
      if (namespace === undefined) continue;
      byNamespace.set(namespace, [
        ...(byNamespace.get(namespace) ?? []),
        { path: item.path, environment: name },
      ]);
    }
  }
  return byNamespace;
}

function locate(
  { item, slo }: Candidate,
  sliClass: SliClass,
  tenancy: ReturnType<typeof tenants>,
): Located | { reason: string } {
  if (sliClass.sources === 'declared') {
    if (!slo.custom) return { reason: 'both expressions are needed' };
    const { bad, total } = slo.custom;
    for (const [field, text] of Object.entries({ bad, total })) {
      // Alone, so that nothing closes our parenthesis; within, so that a
      // comment at its end does not swallow it.
      const error =
        promqlSyntaxError(text) ?? promqlSyntaxError(`sum(${text})`);
      if (error) {
        return {
          reason: `sli.${field} is not PromQL near ${JSON.stringify(
            error.excerpt,
          )} (character ${error.from + 1})`,
        };
      }
    }
    return { kind: 'custom', bad, total };
  }
  const namespace = item.environments.find(
    one => one.name === slo.environment,
  )?.namespace;
  if (namespace === undefined) {
    return {
      reason: `the environment ${slo.environment} has no namespace to find its series by; declare one`,
    };
  }
  const others = (tenancy.get(namespace) ?? []).filter(
    one => one.path !== item.path || one.environment !== slo.environment,
  );
  const twin = others.find(one => one.path === item.path);
  if (twin) {
    return {
      reason: `the environments ${slo.environment} and ${twin.environment} share the namespace ${namespace}, so their series cannot be told apart; compile per cluster or separate them`,
    };
  }
  return others.length === 0
    ? { kind: 'namespace', namespace }
    : { kind: 'workload', namespace, workload: item.name };
}

/** Every SLO of a tree that runs in the cluster, in the order of their ids. @internal */
export function compilableSlos(
  tree: Tree,
  cluster: string | undefined,
): { compiled: CompiledSlo[]; skipped: SkippedSlo[] } {
  const tenancy = tenants(tree, cluster);
  const candidates = tree.items
    .flatMap(item => slosOf(item).map(slo => ({ item, slo })))
    .sort((a, b) => (a.slo.sloId < b.slo.sloId ? -1 : 1));
  const compiled: CompiledSlo[] = [];
  const skipped: SkippedSlo[] = [];
  const seen = new Set<string>();
  for (const candidate of candidates) {
    const { item, slo } = candidate;
    const skip = (reason: string) => skipped.push({ sloId: slo.sloId, reason });
    const environment = item.environments.find(
      one => one.name === slo.environment,
    );
    const elsewhere =
      cluster !== undefined &&
      environment !== undefined &&
      environment.cluster !== cluster;
    if (elsewhere) continue;
    const sliClass = sliClassOf(slo.sliClass);
    if (slo.problem !== undefined || sliClass === undefined) {
      skip(slo.problem ?? `There is no SLI class ${slo.sliClass}.`);
      continue;
    }
    if (seen.has(slo.sloId)) {
      skip('the id is taken: another SLO of this tree has the same');
      continue;
    }
    const located = locate(candidate, sliClass, tenancy);
    if ('reason' in located) {
      skip(located.reason);
      continue;
    }
    seen.add(slo.sloId);
    compiled.push({ slo, sliClass, located, team: item.owner.team });
  }
  return { compiled, skipped };
}
