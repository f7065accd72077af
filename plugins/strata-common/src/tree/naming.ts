import type { LayerConfig, TreeOptions } from './model';

/** Longest name of an entity, a label value and most Kubernetes objects. @public */
export const maxNameLength = 63;

/**
 * Eight hex digits of a text (FNV-1a, 32 bit). Keeps a shortened or cleaned
 * name apart from its neighbours and stable over reads; not a security hash.
 */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** A name with the digest of `source` behind it, within the length limit. @internal */
export function withDigest(name: string, source: string): string {
  const room = maxNameLength - 9;
  const head = name.slice(0, room).replace(/[^A-Za-z0-9]+$/, '');
  return head ? `${head}-${digest(source)}` : digest(source);
}

/**
 * A name the catalog accepts. Directories of real trees hold spaces, plus
 * signs and long names: the item must show up all the same, so a name that has
 * to be changed carries a digest of its source and cannot fall onto another.
 */
function catalogName(name: string): string {
  const clean = name
    .replace(/[^A-Za-z0-9\-_.]+/g, '-')
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
  return clean === name && clean.length <= maxNameLength
    ? clean
    : withDigest(clean, name);
}

function inTree(options: TreeOptions, name: string): string {
  return catalogName(options.primary ? name : `${options.id}-${name}`);
}

/** The layer whose items go by their bare name: the first flat layer of services. */
function bareLayer(options: TreeOptions): LayerConfig | undefined {
  return options.layers.find(
    layer =>
      layer.type === 'service' && layer.pattern.split('*').length - 1 === 1,
  );
}

/**
 * Name of the Component of an item: `<name>` for `services/<name>`, else the
 * path with `-` for `/`, which is stable and keeps items apart that share a
 * basename in several layers and areas.
 * @public
 */
export function entityNameOf(
  options: TreeOptions,
  layer: string,
  path: string,
): string {
  const bare = bareLayer(options)?.name === layer;
  const segments = path.split('/');
  return inTree(
    options,
    bare ? segments[segments.length - 1] : segments.join('-'),
  );
}

/** Name of the Domain of a layer. @public */
export function domainNameOf(options: TreeOptions, layer: string): string {
  return inTree(options, layer);
}

/** Name of the System of an area, or of a category of services. @public */
export function systemNameOf(
  options: TreeOptions,
  layer: string,
  area: string,
): string {
  return inTree(options, `${layer}-${area.replace(/\//g, '-')}`);
}

/** Name of the Group of a team. @public */
export function groupNameOf(options: TreeOptions, team: string): string {
  return inTree(options, team);
}

/** Value of the label `strata.dev/item`: a label value holds no `/`. @public */
export function itemLabelOf(path: string): string {
  return path.replace(/\//g, '.');
}

/** Name of the Application of an environment, by convention. @public */
export function applicationNameOf(item: string, environment: string): string {
  return `${item}-${environment}`;
}
