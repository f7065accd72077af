import { parseEntityRef, type Entity } from '@backstage/catalog-model';
import { defaultTreeOptions } from '../options';
import { parseTree } from '../parseTree';
import { readOf, type Content } from './readOf';

type Spec = Record<string, unknown>;
type Metadata = Record<string, unknown>;

/** JSON is YAML, and easier to vary. */
export const definition = (
  name: string,
  spec: Spec = {},
  metadata: Metadata = {},
) =>
  JSON.stringify({
    apiVersion: 'strata.dev/v1alpha1',
    kind: 'Service',
    metadata: { name, ...metadata },
    spec,
  });

export const teams = (
  ...list: [name: string, spec: Spec, metadata?: Metadata][]
) =>
  list
    .map(([name, spec, metadata]) =>
      JSON.stringify({
        apiVersion: 'strata.dev/v1alpha1',
        kind: 'Team',
        metadata: { name, ...metadata },
        spec,
      }),
    )
    .join('\n---\n');

export const product: [string, Spec] = [
  'product',
  {
    email: 'product@example.org',
    slack: '#product',
    oncall: 'https://oncall.example.org/product',
    members: [
      { name: 'ada', role: 'lead', displayName: 'Ada L.' },
      { name: 'ben', email: 'ben@example.org' },
    ],
  },
];

export function treeOf(
  files: Record<string, Content>,
  options: Parameters<typeof defaultTreeOptions>[0] = {},
) {
  return parseTree(
    readOf({ 'kubernetes/bootstrap/teams.yaml': teams(product), ...files }),
    defaultTreeOptions(options),
  );
}

export const urls = {
  view: (path: string) => `https://git.example.org/view/${path}`,
  edit: (path: string) => `https://git.example.org/edit/${path}`,
};

export function find(entities: { entity: Entity }[], ref: string): Entity {
  const { kind, name } = parseEntityRef(ref);
  const found = entities.find(
    ({ entity }) =>
      entity.kind.toLowerCase() === kind && entity.metadata.name === name,
  );
  if (!found) throw new Error(`no ${ref}`);
  return found.entity;
}

export const names = (entities: { entity: Entity }[]) =>
  entities.map(({ entity }) => `${entity.kind} ${entity.metadata.name}`);
