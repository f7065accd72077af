import { entityRef, treePath, type EntityRef, type TreePath } from '../ids';
import type { TreeFiles } from './files';
import { findDefinition, type FoundDefinition } from './findDefinition';
import type { Finding } from './finding';
import { findItemPlaces, isDeployable, type ItemPlace } from './layers';
import type { Item, ItemEnvironment, TreeOptions } from './model';
import { entityNameOf, withDigest } from './naming';
import type { Ownership } from './ownership';
import { joinPath, resolvePath } from './paths';
import type { ServiceDefinition } from './schemas';
import type { Steps } from './steps';
import type { YamlDocument } from './yaml';

/** Items with the documents their definitions were read from. @internal */
export interface ParsedItems {
  items: Item[];
  /** By tree path; also of definitions with errors. */
  documents: ReadonlyMap<TreePath, YamlDocument>;
  findings: Finding[];
}

/**
 * Every item of the tree: directories at item depth with a definition, or with
 * something to deploy. An item is never lost to what is wrong with it.
 * @internal
 */
export function* parseItems(
  files: TreeFiles,
  options: TreeOptions,
  ownership: Ownership,
): Steps<ParsedItems> {
  const findings: Finding[] = [];
  const documents = new Map<TreePath, YamlDocument>();
  const items: Item[] = [];
  const taken = new Set<string>();

  for (const place of findItemPlaces(files, options)) {
    yield;
    const found = findDefinition(files, options, place);
    findings.push(...found.findings);
    if (found.kind === 'none' && !isDeployable(files, place.directory)) {
      continue;
    }
    if (found.kind === 'none') findings.push(missingDefinition(place));
    if (found.document) documents.set(treePath(place.path), found.document);
    const item = itemOf(files, options, ownership, place, found);
    item.entityRef = uniqueRef(item, taken, findings);
    items.push(item);
  }
  resolveDependencies(items);
  return { items, documents, findings };
}

function missingDefinition(place: ItemPlace): Finding {
  return {
    code: 'definition-missing',
    severity: 'warning',
    path: place.directory,
    line: 1,
    column: 1,
    message: `${place.path} has something to deploy and no definition`,
    remedy: `Add ${place.directory}/service.yaml with name, owner and environments.`,
  };
}

function itemOf(
  files: TreeFiles,
  options: TreeOptions,
  ownership: Ownership,
  place: ItemPlace,
  found: FoundDefinition,
): Item {
  const definition = found.kind === 'definition' ? found.definition : undefined;
  const environments = environmentsOf(files, place, definition);
  return {
    path: treePath(place.path),
    directory: place.directory,
    layer: place.layer.name,
    ...(place.area === undefined ? {} : { area: place.area }),
    name: place.name,
    entityRef: entityRef(
      `component:default/${entityNameOf(
        options,
        place.layer.name,
        place.path,
      )}`,
    ),
    title: definition?.metadata.title ?? place.name,
    type: definition?.spec.type ?? place.layer.type,
    lifecycle:
      definition?.spec.lifecycle ??
      (environments.some(({ name }) => name === 'production')
        ? 'production'
        : 'experimental'),
    ...(definition ? { definition } : {}),
    position: found.document?.at([]) ?? {
      path:
        found.kind === 'definition'
          ? joinPath(place.directory, 'service.yaml')
          : place.directory,
      line: 1,
      column: 1,
    },
    owner: ownership.ofItem(place.path, definition?.spec.owner?.team),
    environments,
    dependencies: (definition?.spec.dependencies ?? []).map(dependency => ({
      path: treePath(cleanDependency(dependency.path)),
      critical: dependency.critical,
    })),
    discovered: 'unknown',
  };
}

function cleanDependency(path: string): string {
  return path.trim().replace(/^(?:\.?\/)+|\/+$/g, '');
}

/**
 * Environments in promotion order: the declared ones; without a definition the
 * directories of `environments/`; else `production` alone.
 */
function environmentsOf(
  files: TreeFiles,
  place: ItemPlace,
  definition: ServiceDefinition | undefined,
): ItemEnvironment[] {
  const declared = definition?.spec.environments;
  if (declared) {
    return Object.entries(declared).map(([name, environment], order) => ({
      name,
      order,
      declared: true,
      ...(environment.cluster === undefined
        ? {}
        : { cluster: environment.cluster }),
      ...(environment.namespace === undefined
        ? {}
        : { namespace: environment.namespace }),
      ...(environment.autoSync === undefined
        ? {}
        : { autoSync: environment.autoSync }),
      ...contentPath(files, place, name, environment.path),
      generated: notGenerated,
    }));
  }
  const directories = definition ? [] : environmentDirectories(files, place);
  const names = directories.length > 0 ? directories : ['production'];
  return names.map((name, order) => ({
    name,
    order,
    declared: false,
    ...contentPath(files, place, name, undefined),
    generated: notGenerated,
  }));
}

const notGenerated: ItemEnvironment['generated'] = {
  kind: 'absent',
  reason: 'no ApplicationSet or Application of the tree names it',
};

/** Directories of `environments/` but the shared base; production goes last. @internal */
export function environmentDirectories(
  files: TreeFiles,
  place: { directory: string },
): string[] {
  const directory = joinPath(place.directory, 'environments');
  const names = files
    .list(directory)
    .filter(
      name =>
        name !== 'base' &&
        !name.startsWith('.') &&
        files.kind(joinPath(directory, name)) === 'directory',
    );
  return [
    ...names.filter(name => name !== 'production'),
    ...names.filter(name => name === 'production'),
  ];
}

/** Content of an environment: as declared, else by convention, else the item itself. */
function contentPath(
  files: TreeFiles,
  place: ItemPlace,
  environment: string,
  declared: string | undefined,
): { path?: string } {
  if (declared !== undefined) {
    const resolved = resolvePath(place.directory, declared);
    return resolved !== undefined && files.kind(resolved) === 'directory'
      ? { path: declared.replace(/^(?:\.\/)+|\/+$/g, '') }
      : {};
  }
  const conventional = joinPath('environments', environment);
  if (files.kind(joinPath(place.directory, conventional)) === 'directory') {
    return { path: conventional };
  }
  return files.kind(joinPath(place.directory, 'environments')) === undefined
    ? { path: '.' }
    : {};
}

/**
 * Two items must not share an entity: the later one in order of path gets a
 * digest behind its name, and the clash is reported.
 */
function uniqueRef(
  item: Item,
  taken: Set<string>,
  findings: Finding[],
): EntityRef {
  if (!taken.has(item.entityRef)) {
    taken.add(item.entityRef);
    return item.entityRef;
  }
  const name = item.entityRef.slice('component:default/'.length);
  const other = entityRef(`component:default/${withDigest(name, item.path)}`);
  taken.add(other);
  findings.push({
    code: 'entity-name-twice',
    severity: 'error',
    ...item.position,
    message: `${
      item.path
    } would be called ${name} in the catalog, as another item is; it goes by ${other.slice(
      'component:default/'.length,
    )}`,
    remedy: 'Rename one of the two directories.',
  });
  return other;
}

function resolveDependencies(items: readonly Item[]) {
  const byPath = new Map<string, Item>(items.map(item => [item.path, item]));
  for (const item of items) {
    item.dependencies = item.dependencies.map(dependency => {
      const target = byPath.get(dependency.path);
      return target && target !== item
        ? { ...dependency, entityRef: target.entityRef }
        : dependency;
    });
  }
}
