import {
  isCoreRoot,
  producedBy,
  syncWaveAnnotation,
  waveOf,
  type DeployedApplication,
  type DeployedSet,
  type Deployment,
} from './deployment';
import { bootstrapDirectory } from './layers';
import type { GeneratedGate, Item, TreeOptions } from './model';
import { itemLabelOf } from './naming';
import { isWithin, parentOf } from './paths';
import type { Steps } from './steps';

/** Labels an Application carries so that nothing has to be guessed. @internal */
export const itemLabel = 'strata.dev/item';
/** @see itemLabel @internal */
export const environmentLabel = 'strata.dev/environment';
/** @see itemLabel @internal */
export const gateLabel = 'strata.dev/gate';

/** What the tree deploys of one item. @internal */
export interface ItemDeployment {
  applications: { application: DeployedApplication; environment?: string }[];
  /** Sets of the item itself, in its directory. */
  sets: DeployedSet[];
}

/**
 * Finds the item of every Application and set, fills `environments[].generated`,
 * `core` and `discovered` of the items, and returns what belongs to which.
 * @internal
 */
export function* deployItems(
  items: readonly Item[],
  deployment: Deployment,
  options: TreeOptions,
): Steps<ReadonlyMap<Item, ItemDeployment>> {
  const places = new Places(items, deployment);
  const deployments = new Map<Item, ItemDeployment>(
    items.map(item => [item, { applications: [], sets: [] }]),
  );
  for (const set of deployment.sets) {
    const item = places.holding(set.document.file);
    if (item) deployments.get(item)?.sets.push(set);
  }
  for (const application of deployment.applications) {
    const item = places.of(application);
    if (!item) continue;
    deployments.get(item)?.applications.push({
      application,
      ...environmentOf(item, application),
    });
  }
  const elsewhere = unknownElsewhere(deployment, places);
  for (const [item, deployed] of deployments) {
    yield;
    for (const environment of item.environments) {
      environment.generated = generatedGate(
        deployed,
        environment.name,
        elsewhere,
      );
    }
  }
  yield* discover(items, deployment, places, options);
  return deployments;
}

/** Finds items by label, by source path and by the place of a manifest. */
class Places {
  readonly #byLabel: ReadonlyMap<string, Item>;
  readonly #byDirectory: ReadonlyMap<string, Item>;
  readonly #deployment: Deployment;

  constructor(items: readonly Item[], deployment: Deployment) {
    this.#byLabel = new Map(items.map(item => [itemLabelOf(item.path), item]));
    this.#byDirectory = new Map(items.map(item => [item.directory, item]));
    this.#deployment = deployment;
  }

  /** The item whose directory holds a path. */
  holding(path: string): Item | undefined {
    for (let at = path; at !== ''; at = parentOf(at)) {
      const item = this.#byDirectory.get(at);
      if (item) return item;
    }
    return undefined;
  }

  of({ facts, document }: DeployedApplication): Item | undefined {
    const labelled = this.#byLabel.get(facts.labels[itemLabel] ?? '');
    if (labelled) return labelled;
    for (const { repoURL, path } of facts.sources) {
      if (path === undefined || !this.#deployment.isOwnRepository(repoURL)) {
        continue;
      }
      const item = this.holding(path);
      if (item) return item;
    }
    return this.holding(document.file);
  }
}

/** Label, path segment, destination, the only one, name: the first that fits. */
function environmentOf(
  item: Item,
  { facts }: DeployedApplication,
): { environment?: string } {
  const names = item.environments.map(({ name }) => name);
  const label = facts.labels[environmentLabel];
  if (label) return { environment: label };
  for (const { path } of facts.sources) {
    const segment = /(?:^|\/)environments\/([^/]+)/.exec(path ?? '')?.[1];
    if (segment && segment !== 'base') return { environment: segment };
  }
  const sameDestination = item.environments.filter(
    ({ cluster, namespace }) =>
      namespace !== undefined &&
      namespace === facts.destination.namespace &&
      cluster === facts.destination.cluster,
  );
  if (sameDestination.length === 1) {
    return { environment: sameDestination[0].name };
  }
  if (names.length === 1) return { environment: names[0] };
  const named = names.find(name => facts.name.endsWith(`-${name}`));
  return named === undefined ? {} : { environment: named };
}

/** A set outside of any item that could not be evaluated might produce anything. */
function unknownElsewhere(
  deployment: Deployment,
  places: Places,
): string | undefined {
  for (const set of deployment.sets) {
    if (
      set.evaluation.kind === 'cannot_evaluate' &&
      !places.holding(set.document.file)
    ) {
      return `ApplicationSet ${set.name}: ${set.evaluation.reason}`;
    }
  }
  return undefined;
}

function generatedGate(
  deployed: ItemDeployment,
  environment: string,
  elsewhere: string | undefined,
): GeneratedGate {
  const found = deployed.applications.find(
    entry => entry.environment === environment,
  );
  if (found) {
    const { facts } = found.application;
    return {
      kind: 'evaluated',
      application: facts.name,
      automated: facts.automated,
      project: facts.project,
      sourcePaths: facts.sources.flatMap(({ path }) => path ?? []),
      destination: facts.destination,
      labels: facts.labels,
    };
  }
  for (const { evaluation } of deployed.sets) {
    if (evaluation.kind === 'cannot_evaluate') {
      return { kind: 'cannot_evaluate', reason: evaluation.reason };
    }
  }
  if (elsewhere !== undefined) {
    return { kind: 'cannot_evaluate', reason: elsewhere };
  }
  return {
    kind: 'absent',
    reason: `no ApplicationSet of the tree has an element for ${environment}`,
  };
}

/**
 * Follows `bootstrap` as Argo CD would: an Application to the manifests it
 * applies, a set to the Applications it produces, and on from there.
 */
function* discover(
  items: readonly Item[],
  deployment: Deployment,
  places: Places,
  options: TreeOptions,
): Steps<void> {
  const found = new Map<Item, { core?: { wave: number } }>();
  let isSure = deployment.roots.length > 0;

  for (const root of deployment.roots) {
    const core = isCoreRoot(root);
    const seen = new Set<DeployedSet | YamlKey>();
    const queue: (DeployedSet | DeployedApplication)[] = [root];
    for (let node = queue.shift(); node; node = queue.shift()) {
      yield;
      const key = node.kind === 'set' ? node : keyOf(node);
      if (seen.has(key)) continue;
      seen.add(key);
      const item =
        node.kind === 'set'
          ? places.holding(node.document.file)
          : places.of(node);
      if (item) {
        const known = found.get(item) ?? {};
        if (core && !known.core) known.core = { wave: waveOfNode(node) };
        found.set(item, known);
      }
      if (node.kind === 'set') {
        if (node.evaluation.kind === 'cannot_evaluate' && !item) isSure = false;
        queue.push(...producedBy(node));
        continue;
      }
      for (const source of node.facts.sources) {
        if (
          source.path !== undefined &&
          !deployment.isOwnRepository(source.repoURL)
        ) {
          // It may bring in anything, unless it belongs to an item.
          if (!item) isSure = false;
          continue;
        }
        queue.push(
          ...deployment
            .appliedBy(source)
            // What lies in bootstrap is a root of its own.
            .filter(
              next =>
                !isWithin(next.document.file, bootstrapDirectory(options)),
            ),
        );
      }
    }
  }

  for (const item of items) {
    const facts = found.get(item);
    if (facts) item.discovered = true;
    else item.discovered = isSure ? false : 'unknown';
    if (facts?.core) item.core = facts.core;
  }
}

type YamlKey = string;

function keyOf({ document, path, facts }: DeployedApplication): YamlKey {
  return `${document.file}#${path.join('.')}#${facts.name}`;
}

function waveOfNode(node: DeployedSet | DeployedApplication): number {
  return node.kind === 'set'
    ? node.wave
    : node.set?.wave || waveOf(node.facts.annotations[syncWaveAnnotation]);
}
