import type { EntityRef } from '../ids';
import type { Item, ItemEnvironment } from '../tree/model';
import type { ApplicationRecord, ApplicationSource } from './applicationRecord';
import { normalizeRepository } from './repository';

/** How an Application came to belong to an item. @public */
export type ClaimBy = 'label' | 'path' | 'annotation';

/** The items that claim an Application; more than one is shown, not resolved. @public */
export type Claim =
  | { kind: 'claimed'; by: ClaimBy; items: [EntityRef, ...EntityRef[]] }
  | { kind: 'unclaimed' };

/** An item and the repository of its tree, as Argo CD names it. @public */
export interface MatchableItem {
  item: Item;
  repository?: string;
}

const itemLabel = 'strata.dev/item';
const environmentLabel = 'strata.dev/environment';

/** Sources that may lead to an item: of a hydrated Application the dry one. */
function ownSources(application: ApplicationRecord): ApplicationSource[] {
  return application.drySource ? [application.drySource] : application.sources;
}

function cleanPath(path: string): string {
  return path
    .split('/')
    .filter(segment => segment !== '' && segment !== '.')
    .join('/');
}

type Selector = (labels: Record<string, string>) => boolean;

/** Equality-based selectors, as `argocd/app-selector` is used by other plugins. */
function parseSelector(text: string): Selector | undefined {
  const terms = text.split(',').map(term => /^([^=!]+)==?([^=]+)$/.exec(term));
  if (terms.some(term => term === null)) return undefined;
  return labels =>
    terms.every(term => term && labels[term[1].trim()] === term[2].trim());
}

function push<K>(map: Map<K, EntityRef[]>, key: K, ref: EntityRef): void {
  const list = map.get(key);
  if (list) list.push(ref);
  else map.set(key, [ref]);
}

/**
 * Finds the item of an Application without annotations by hand: label, then
 * repository and path, then the annotations other plugins read.
 * Built once per tree, asked once per Application.
 * @public
 */
export class ItemMatcher {
  readonly #byLabel = new Map<string, EntityRef[]>();
  readonly #byPlace = new Map<string, EntityRef[]>();
  readonly #byName = new Map<string, EntityRef[]>();
  readonly #selectors: { ref: EntityRef; selects: Selector }[] = [];
  readonly #repositories = new Map<EntityRef, string>();

  constructor(items: Iterable<MatchableItem>) {
    for (const { item, repository } of items) {
      const ref = item.entityRef;
      push(this.#byLabel, item.path.replaceAll('/', '.'), ref);
      if (repository) {
        const place = normalizeRepository(repository);
        this.#repositories.set(ref, place);
        push(this.#byPlace, `${place}\n${cleanPath(item.directory)}`, ref);
      }
      const annotations = item.definition?.metadata.annotations ?? {};
      const name = annotations['argocd/app-name'];
      if (name) push(this.#byName, name, ref);
      const selects = parseSelector(annotations['argocd/app-selector'] ?? '');
      if (selects) this.#selectors.push({ ref, selects });
    }
  }

  claim(application: ApplicationRecord): Claim {
    return (
      claimed('label', this.#labelled(application)) ??
      claimed('path', this.#placed(application)) ??
      claimed('annotation', this.#annotated(application)) ?? {
        kind: 'unclaimed',
      }
    );
  }

  /** Two trees may hold the same path: there the repository decides. */
  #labelled(application: ApplicationRecord): EntityRef[] {
    const refs = this.#byLabel.get(application.labels[itemLabel] ?? '') ?? [];
    if (refs.length < 2) return refs;
    const places = new Set(
      ownSources(application).map(({ repoUrl }) =>
        normalizeRepository(repoUrl ?? ''),
      ),
    );
    const narrowed = refs.filter(ref =>
      places.has(this.#repositories.get(ref) ?? ''),
    );
    return narrowed.length > 0 ? narrowed : refs;
  }

  #placed(application: ApplicationRecord): EntityRef[] {
    const refs = new Set<EntityRef>();
    for (const { repoUrl, path } of ownSources(application)) {
      if (!repoUrl || !path) continue;
      const place = normalizeRepository(repoUrl);
      const segments = cleanPath(path).split('/');
      for (let depth = segments.length; depth > 0; depth--) {
        const directory = segments.slice(0, depth).join('/');
        const found = this.#byPlace.get(`${place}\n${directory}`);
        if (!found) continue;
        found.forEach(ref => refs.add(ref));
        break;
      }
    }
    return [...refs];
  }

  #annotated(application: ApplicationRecord): EntityRef[] {
    return [
      ...new Set([
        ...(this.#byName.get(application.name) ?? []),
        ...this.#selectors
          .filter(({ selects }) => selects(application.labels))
          .map(({ ref }) => ref),
      ]),
    ];
  }
}

function claimed(by: ClaimBy, refs: EntityRef[]): Claim | undefined {
  const [first, ...more] = refs;
  return first && { kind: 'claimed', by, items: [first, ...more] };
}

/** Whether an Application's destination is the one an environment declares. */
function sameDestination(
  environment: ItemEnvironment,
  application: ApplicationRecord,
): boolean {
  const { name, namespace } = application.destination;
  return (
    environment.namespace !== undefined &&
    environment.namespace === namespace &&
    (environment.cluster === undefined || environment.cluster === name)
  );
}

/**
 * Name of the environment an Application serves: its label, else the path
 * segment after `environments/`, else the one declared with its destination,
 * else the only one there is. `undefined` where none of these tells.
 * @public
 */
export function environmentOf(
  item: Item,
  application: ApplicationRecord,
): string | undefined {
  const label = application.labels[environmentLabel];
  if (label) return label;
  for (const { path } of ownSources(application)) {
    const segment = /(?:^|\/)environments\/([^/]+)/.exec(path ?? '')?.[1];
    if (segment) return segment;
  }
  const byDestination = item.environments.filter(environment =>
    sameDestination(environment, application),
  );
  if (byDestination.length === 1) return byDestination[0].name;
  return item.environments.length === 1 ? item.environments[0].name : undefined;
}
