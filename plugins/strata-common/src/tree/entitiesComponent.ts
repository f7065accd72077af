import {
  DEFAULT_NAMESPACE,
  parseEntityRef,
  type Entity,
  type EntityLink,
} from '@backstage/catalog-model';
import {
  defined,
  groupRef,
  labelValue,
  labelsOf,
  locationKeyOf,
  originAnnotations,
  unownedTeam,
  type MappingContext,
  type TreeEntity,
} from './entitiesOrigin';
import {
  strataAnnotations,
  strataLabels,
  type StrataSpec,
} from './entitiesSpec';
import { systemOfItem } from './entitiesStructure';
import type { Item } from './model';
import { groupNameOf, itemLabelOf } from './naming';

const httpUrl = /^https?:\/\//;

type Contact = Pick<StrataSpec['owner'], 'slack' | 'email' | 'oncall'>;

function teamOf({ tree }: MappingContext, item: Item) {
  return tree.teams.find(({ name }) => name === item.owner.team)?.definition
    .spec;
}

/** Contact of the item: what its definition says overrides the team's. */
function contactOf(context: MappingContext, item: Item): Contact {
  const own = item.definition?.spec.owner;
  const team = teamOf(context, item);
  return defined({
    slack: own?.slack ?? team?.slack,
    email: own?.email ?? team?.email,
    oncall: own?.oncall ?? team?.oncall,
  });
}

/** Contacts as links; a chat channel is one only where it is an address. @internal */
export function contactLinks(contact: Contact): EntityLink[] {
  const links: EntityLink[] = [];
  if (contact.oncall)
    links.push({ url: contact.oncall, title: 'On-call', icon: 'alert' });
  if (contact.slack && httpUrl.test(contact.slack))
    links.push({ url: contact.slack, title: 'Chat', icon: 'chat' });
  if (contact.email)
    links.push({
      url: `mailto:${contact.email}`,
      title: contact.email,
      icon: 'email',
    });
  return links;
}

function dashboardLinks({ urls }: MappingContext, item: Item): EntityLink[] {
  const dashboards = item.definition?.spec.monitoring?.dashboards ?? [];
  return dashboards.flatMap(dashboard => {
    const title =
      dashboard
        .replace(/[?#].*$/, '')
        .replace(/\/+$/, '')
        .split('/')
        .pop() ?? dashboard;
    const url = httpUrl.test(dashboard)
      ? dashboard
      : urls.view(`${item.directory}/${dashboard}`);
    return url ? [{ url, title: `Dashboard ${title}`, icon: 'dashboard' }] : [];
  });
}

function linksOf(context: MappingContext, item: Item): EntityLink[] {
  const runbook = item.definition?.spec.monitoring?.runbook;
  const links: EntityLink[] = [
    ...(item.definition?.metadata.links ?? []),
    ...(runbook ? [{ url: runbook, title: 'Runbook', icon: 'docs' }] : []),
    ...dashboardLinks(context, item),
    ...contactLinks(contactOf(context, item)),
  ];
  const seen = new Set<string>();
  return links
    .filter(({ url }) => !seen.has(url) && seen.add(url))
    .map(link => defined(link));
}

/** Annotations other plugins of the portal find the item's parts by. */
function pluginAnnotations(item: Item): Record<string, string> {
  const namespaces = new Set(
    item.environments.map(({ namespace }) => namespace),
  );
  const [namespace] = namespaces;
  return {
    'backstage.io/kubernetes-id': item.name,
    // The annotation holds one namespace: named only where it hides nothing.
    ...(namespaces.size === 1 &&
      namespace && { 'backstage.io/kubernetes-namespace': namespace }),
    ...(labelValue.test(item.name) && {
      'backstage.io/kubernetes-label-selector': `app.kubernetes.io/name=${item.name}`,
    }),
    'argocd/app-selector': `strata.dev/item=${itemLabelOf(item.path)}`,
    ...(item.definition?.spec.monitoring?.dashboards?.length && {
      'grafana/dashboard-selector': item.name,
    }),
  };
}

/** Own annotations of an item that Strata or the catalog would misread. */
function ownAnnotations(item: Item): Record<string, string> {
  return Object.fromEntries(
    Object.entries(item.definition?.metadata.annotations ?? {}).filter(
      ([key]) => !/(^|\.)(backstage\.io|strata\.dev)\//.test(key),
    ),
  );
}

function strataSpec(context: MappingContext, item: Item): StrataSpec {
  const spec = item.definition?.spec;
  return defined({
    tree: context.tree.options.id,
    layer: item.layer,
    area: item.area,
    path: item.path,
    owner: defined({ ...item.owner, ...contactOf(context, item) }),
    environments: item.environments.map(environment =>
      defined({
        name: environment.name,
        declared: environment.declared,
        cluster: environment.cluster,
        namespace: environment.namespace,
        autoSync: environment.autoSync,
      }),
    ),
    sla: spec?.sla && defined(spec.sla),
    slos: (spec?.slos ?? []).map(slo => defined(slo)),
    errorBudgetPolicy:
      spec?.errorBudgetPolicy ?? teamOf(context, item)?.errorBudgetPolicy,
    core: item.core,
  });
}

/** The Component of an item. @internal */
export function componentOf(context: MappingContext, item: Item): TreeEntity {
  const { tree } = context;
  const { options } = tree;
  const metadata = item.definition?.metadata;
  const system = systemOfItem(tree, item);
  const dependsOn = [
    ...new Set(item.dependencies.flatMap(({ entityRef }) => entityRef ?? [])),
  ].sort();
  const links = linksOf(context, item);
  const entity: Entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: defined({
      name: parseEntityRef(item.entityRef).name,
      namespace: DEFAULT_NAMESPACE,
      title: item.title,
      description: metadata?.description,
      labels: {
        ...metadata?.labels,
        ...labelsOf({
          [strataLabels.layer]: item.layer,
          [strataLabels.area]: item.area ?? metadata?.labels?.category,
          [strataLabels.core]: String(item.core !== undefined),
          [strataLabels.ownerSource]: item.owner.source,
        }),
      },
      annotations: {
        ...ownAnnotations(item),
        ...pluginAnnotations(item),
        ...originAnnotations(context, {
          file: item.position.path,
          directory: item.directory,
        }),
        [strataAnnotations.path]: item.path,
      },
      tags: metadata?.tags,
      links: links.length > 0 ? links : undefined,
    }),
    spec: defined({
      type: item.type,
      lifecycle: item.lifecycle,
      owner: groupRef(groupNameOf(options, item.owner.team ?? unownedTeam)),
      system: system?.name,
      dependsOn: dependsOn.length > 0 ? dependsOn : undefined,
      strata: strataSpec(context, item),
    }),
  };
  return {
    entity,
    locationKey: locationKeyOf(tree, item.path),
    position: item.position,
    item: item.path,
  };
}
