import { DEFAULT_NAMESPACE, type Entity } from '@backstage/catalog-model';
import {
  defined,
  groupRef,
  labelsOf,
  locationKeyOf,
  originAnnotations,
  unownedTeam,
  type MappingContext,
  type TreeEntity,
} from './entitiesOrigin';
import { strataLabels } from './entitiesSpec';
import type { Item, LayerConfig, Tree } from './model';
import { domainNameOf, groupNameOf, systemNameOf } from './naming';

/** An area of a layer, or a category of a layer without areas. */
interface Area {
  layer: string;
  name: string;
  kind: 'area' | 'category';
}

function areaOf(item: Item): Area | undefined {
  const { layer } = item;
  if (item.area) return { layer, name: item.area, kind: 'area' };
  const category = item.definition?.metadata.labels?.category;
  return category ? { layer, name: category, kind: 'category' } : undefined;
}

/** The System an item is part of; undefined where it has neither area nor category. @internal */
export function systemOfItem(
  tree: Tree,
  item: Item,
): { name: string } | undefined {
  const area = areaOf(item);
  return area && { name: systemNameOf(tree.options, area.layer, area.name) };
}

/** `big-data` → `Big data`. */
function words(name: string): string {
  const text = name.replace(/[-_./]+/g, ' ').trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Directory of a layer: its pattern up to the first wildcard. */
function layerPath(layer: LayerConfig): string {
  const segments = layer.pattern.split('/');
  const wild = segments.findIndex(segment => /[*?[{]/.test(segment));
  return segments.slice(0, wild === -1 ? undefined : wild).join('/');
}

/** Owner by `owns`, else the platform team; never guessed from the items. */
function ownerOf({ tree, ownership }: MappingContext, path: string): string {
  const { platformTeam } = tree.options;
  const team =
    ownership.inherited(path) ??
    ownership.ofItem(path, platformTeam).team ??
    unownedTeam;
  return groupRef(groupNameOf(tree.options, team));
}

function place(
  context: MappingContext,
  subject: {
    kind: 'Domain' | 'System';
    name: string;
    title: string;
    path: string;
    locationKey: string;
    labels: Record<string, string>;
    spec: Record<string, string>;
  },
): TreeEntity {
  const { tree } = context;
  const directory = [tree.options.root, subject.path].filter(Boolean).join('/');
  const entity: Entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: subject.kind,
    metadata: {
      name: subject.name,
      namespace: DEFAULT_NAMESPACE,
      title: subject.title,
      labels: subject.labels,
      annotations: originAnnotations(context, { file: directory, directory }),
    },
    spec: {
      owner: ownerOf(context, subject.path),
      ...subject.spec,
      strata: { tree: tree.options.id, path: subject.path },
    },
  };
  return {
    entity,
    locationKey: locationKeyOf(tree, subject.locationKey),
    position: { path: directory || '.', line: 1, column: 1 },
  };
}

/** One Domain for every layer that holds items. @internal */
export function domainsOf(context: MappingContext): TreeEntity[] {
  const { options, items } = context.tree;
  const used = new Set(items.map(({ layer }) => layer));
  return options.layers
    .filter(({ name }) => used.has(name))
    .map(layer =>
      place(context, {
        kind: 'Domain',
        name: domainNameOf(options, layer.name),
        title: layer.title,
        path: layerPath(layer),
        locationKey: `layer/${layer.name}`,
        labels: labelsOf({ [strataLabels.layer]: layer.name }),
        spec: {},
      }),
    );
}

/** One System for every area, and for every category of a layer without areas. @internal */
export function systemsOf(context: MappingContext): TreeEntity[] {
  const { options, items } = context.tree;
  const areas = new Map<string, Area>();
  for (const item of items) {
    const area = areaOf(item);
    if (area) areas.set(systemNameOf(options, area.layer, area.name), area);
  }
  return [...areas].map(([name, area]) => {
    const layer = options.layers.find(({ name: n }) => n === area.layer);
    const base = layer ? layerPath(layer) : area.layer;
    return place(context, {
      kind: 'System',
      name,
      title: `${layer?.title ?? area.layer} / ${words(area.name)}`,
      // A category is no directory: it belongs to whoever owns the layer.
      path: area.kind === 'area' ? `${base}/${area.name}` : base,
      locationKey: `${area.kind}/${area.layer}/${area.name}`,
      labels: labelsOf({
        [strataLabels.layer]: area.layer,
        [strataLabels.area]: area.name,
      }),
      spec: defined({ domain: domainNameOf(options, area.layer) }),
    });
  });
}
