import { stringifyEntityRef } from '@backstage/catalog-model';
import {
  ownershipOf,
  type EntityRef,
  type Finding,
  type Item,
  type Tree,
  type TreeEntity,
} from '@strata/plugin-strata-common';

/**
 * The next tree, in which whatever is broken keeps its last good state: an item
 * whose definition has errors, a team whose document has, the order of core
 * items when bootstrap cannot be read. The findings are those of the next tree,
 * and say what was kept.
 */
export function keepLastGood(previous: Tree | undefined, next: Tree): Tree {
  if (!previous) return next;
  const broken = brokenPlaces(next.findings);
  const { brokenTeams = [], teamsIncomplete: incomplete = false } = next;
  const teams = keepNamed(
    previous.teams,
    next.teams,
    name => incomplete || brokenTeams.includes(name),
  );
  const projects = keepNamed(
    previous.projects,
    next.projects,
    () => incomplete,
  );
  // A freeze that is lost to a typing mistake would open a gate.
  const locks = keepNamed(
    previous.locks ?? [],
    next.locks ?? [],
    () => next.locksIncomplete === true,
  );
  const items = keepItems(previous, next, broken);
  const ownership = ownershipOf(teams.all, { broken: brokenTeams, incomplete });
  const refs = new Map<string, EntityRef>(
    items.all.map(({ path, entityRef }) => [path, entityRef]),
  );
  const { brokenTeams: _, ...rest } = next;
  const stillBroken = brokenTeams.filter(
    team => !teams.all.some(({ name }) => name === team),
  );
  return {
    ...rest,
    teams: teams.all,
    projects: projects.all,
    ...(locks.all.length > 0 && { locks: locks.all }),
    ...(stillBroken.length > 0 && { brokenTeams: stillBroken }),
    // Owners and dependencies once more: what they point at may have been kept.
    items: items.all.map(item => ({
      ...item,
      owner: ownership.ofItem(item.path, item.definition?.spec.owner?.team),
      dependencies: item.dependencies.map(({ path, critical }) => {
        const entityRef = path === item.path ? undefined : refs.get(path);
        return { path, critical, ...(entityRef && { entityRef }) };
      }),
    })),
    findings: [
      ...next.findings,
      ...items.kept.map(item =>
        keptNote(item.position.path, item.path, item.path),
      ),
      ...teams.kept.map(team =>
        keptNote(team.position.path, `team ${team.name}`),
      ),
      ...locks.kept.map(lock =>
        keptNote(lock.position.path, `lock ${lock.name}`),
      ),
    ],
  };
}

/**
 * Entities with the last good one in the place of each that the catalog would
 * refuse now.
 */
export function keepLastGoodEntities(
  previous: readonly TreeEntity[],
  checked: { entities: readonly TreeEntity[]; refused: readonly TreeEntity[] },
): TreeEntity[] {
  const refused = new Set(
    checked.refused.map(({ locationKey }) => locationKey),
  );
  const taken = new Set(
    checked.entities.map(({ entity }) => stringifyEntityRef(entity)),
  );
  const lastGood = previous.filter(
    ({ entity, locationKey }) =>
      refused.has(locationKey) && !taken.has(stringifyEntityRef(entity)),
  );
  return [...checked.entities, ...lastGood];
}

interface BrokenPlaces {
  /** Files with an error in them. */
  files: ReadonlySet<string>;
  /** Items with an error, by tree path. */
  items: ReadonlySet<string>;
}

function brokenPlaces(findings: readonly Finding[]): BrokenPlaces {
  const errors = findings.filter(
    ({ severity, code }) =>
      // A link or submodule in the place of an item: there, and not readable.
      severity === 'error' || code === 'item-not-read',
  );
  return {
    files: new Set(errors.map(({ path }) => path)),
    items: new Set(errors.flatMap(({ item }) => item ?? [])),
  };
}

/** What is no longer among the next, and may be there all the same. */
function keepNamed<T extends { name: string }>(
  previous: readonly T[],
  next: readonly T[],
  mayBeThere: (name: string) => boolean,
): { all: T[]; kept: T[] } {
  const now = new Map(next.map(entry => [entry.name, entry]));
  const kept = previous.filter(
    ({ name }) => !now.has(name) && mayBeThere(name),
  );
  if (kept.length === 0) return { all: [...next], kept };
  // In the order they had: of two equal claims the team named first owns.
  const before = previous.flatMap(entry => {
    const same = now.get(entry.name);
    if (same) return [same];
    return kept.includes(entry) ? [entry] : [];
  });
  const known = new Set(before.map(({ name }) => name));
  return {
    all: [...before, ...next.filter(({ name }) => !known.has(name))],
    kept,
  };
}

function keepItems(
  previous: Tree,
  next: Tree,
  broken: BrokenPlaces,
): { all: Item[]; kept: Item[] } {
  const before = new Map<string, Item>(
    previous.items.map(item => [item.path, item]),
  );
  const coreUnknown = bootstrapBroken(previous, next, broken);
  const kept: Item[] = [];
  const all = next.items.map(item => {
    const last = before.get(item.path);
    if (!last) return item;
    const good =
      !item.definition && last.definition && definitionBroken(item, broken)
        ? lastGoodItem(last, item)
        : undefined;
    if (good) kept.push(good);
    const result = good ?? item;
    return coreUnknown ? withCoreOf(last, result) : result;
  });

  const paths = new Set<string>(next.items.map(({ path }) => path));
  const refs = new Set<string>(next.items.map(({ entityRef }) => entityRef));
  for (const last of previous.items) {
    const gone = !paths.has(last.path) && !refs.has(last.entityRef);
    if (gone && isBroken(last, broken)) {
      kept.push(last);
      all.push(last);
    }
  }
  return { all, kept };
}

/**
 * Whether an item has a definition that does not stand, rather than none: by
 * where it was found, which holds even when findings are capped, or by an error
 * in the file, which it may have lost its kind by.
 */
function definitionBroken(item: Item, { files }: BrokenPlaces): boolean {
  const definition = `${item.directory}/service.yaml`;
  return item.position.path === definition || files.has(definition);
}

function isBroken(item: Item, { files, items }: BrokenPlaces): boolean {
  return (
    items.has(item.path) ||
    files.has(item.directory) ||
    files.has(`${item.directory}/service.yaml`)
  );
}

/** The last good item, with what other files say about it now. */
function lastGoodItem(last: Item, now: Item): Item {
  const generated = new Map(
    now.environments.map(environment => [
      environment.name,
      environment.generated,
    ]),
  );
  return {
    ...last,
    position: now.position,
    entityRef: now.entityRef,
    core: now.core,
    discovered: now.discovered,
    environments: last.environments.map(environment => ({
      ...environment,
      generated: generated.get(environment.name) ?? environment.generated,
    })),
  };
}

/** Whether a file of bootstrap that says what is core cannot be read. */
function bootstrapBroken(
  previous: Tree,
  next: Tree,
  { files }: BrokenPlaces,
): boolean {
  if (next.teamsIncomplete) return true;
  const { root } = next.options;
  const bootstrap = root ? `${root}/bootstrap/` : 'bootstrap/';
  const aboutTeams = new Set(
    [...previous.teams, ...previous.projects].map(
      ({ position }) => position.path,
    ),
  );
  return [...files].some(
    path => path.startsWith(bootstrap) && !aboutTeams.has(path),
  );
}

function withCoreOf(last: Item, item: Item): Item {
  const core = item.core ?? last.core;
  const { core: _, ...rest } = item;
  return {
    ...rest,
    ...(core && { core }),
    discovered: item.discovered === true ? item.discovered : last.discovered,
  };
}

function keptNote(path: string, what: string, item?: string): Finding {
  return {
    code: 'last-good-kept',
    severity: 'info',
    path,
    line: 1,
    column: 1,
    message: `The last good state of ${what} stays in force.`,
    remedy: 'Correct the errors reported beside this.',
    ...(item && { item }),
  };
}
