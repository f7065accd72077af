import { posix } from 'node:path';
import picomatch from 'picomatch';
import type { KubeObject } from '../kubernetes/objects';
import { chartOutline } from './charts';
import { kustomizationOf, kustomize } from './kustomize';
import { isClusterScoped } from './scope';
import { RenderError, type Source } from './Source';
import type { ApplicationSource, ApplicationSpec } from '../argocd/spec';

/** What an Application's sources come to at one commit. */
export interface Rendering {
  objects: KubeObject[];
  /** Hooks run during a sync; they are no part of the comparison. */
  hooks: KubeObject[];
  /** By position of the sources. */
  types: string[];
}

/**
 * The manifests of an Application at a commit of the tree. Charts come in
 * outline (see {@link chartOutline}), everything else is built from the tree.
 *
 * @throws RenderError when they cannot be built: a comparison error
 */
export async function render(
  source: Source,
  spec: ApplicationSpec,
  item: string,
): Promise<Rendering> {
  const objects: KubeObject[] = [];
  const types: string[] = [];
  for (const part of spec.sources) {
    const rendered = await renderSource(source, part, spec, item);
    objects.push(...rendered.objects);
    types.push(rendered.type);
  }
  const placed = objects
    .map(object => place(object, spec.destination.namespace))
    .filter(object => hookOf(object) !== 'Skip');
  return {
    objects: placed.filter(object => hookOf(object) === undefined),
    hooks: placed.filter(object => hookOf(object) !== undefined),
    types,
  };
}

/** The hook an object is for, or undefined where it is a plain resource. */
export const hookOf = (object: KubeObject) =>
  object.metadata.annotations?.['argocd.argoproj.io/hook'];

async function renderSource(
  source: Source,
  part: ApplicationSource,
  spec: ApplicationSpec,
  item: string,
): Promise<{ type: string; objects: KubeObject[] }> {
  if (part.chart !== undefined) {
    return {
      type: 'Helm',
      objects: chartOutline({
        chart: part.chart,
        version: part.targetRevision,
        release: part.helm?.releaseName ?? item,
        namespace: spec.destination.namespace,
        item,
      }),
    };
  }
  const path = part.path ?? '';
  // A source that only lends its files to a chart has a ref and no path; with
  // a path it is rendered as well.
  if (part.ref !== undefined && part.path === undefined) {
    return { type: '', objects: [] };
  }
  if (!source.hasFolder(path)) {
    throw new RenderError(`${path}: app path does not exist`);
  }
  if (kustomizationOf(source, path)) {
    return { type: 'Kustomize', objects: await kustomize(source, path) };
  }
  return {
    type: 'Directory',
    objects: await readDirectory(source, path, part),
  };
}

async function readDirectory(
  source: Source,
  path: string,
  part: ApplicationSource,
): Promise<KubeObject[]> {
  // In Argo CD's globs `*` crosses `/`; picomatch does so in its bash mode.
  const glob = (pattern: string | undefined) =>
    pattern ? picomatch(pattern, { bash: true, dot: true }) : undefined;
  const included = glob(part.directory?.include);
  const excluded = glob(part.directory?.exclude);
  const prefix = path === '' ? '' : `${path}/`;
  const names = [...source.files.keys()]
    .filter(file => file.startsWith(prefix))
    .map(file => file.slice(prefix.length))
    .filter(name => /\.(ya?ml|json)$/.test(name))
    .filter(name => part.directory?.recurse || !name.includes('/'))
    .filter(name => (included?.(name) ?? true) && !excluded?.(name))
    .sort();
  const objects: KubeObject[] = [];
  for (const name of names) {
    objects.push(...(await source.objects(posix.join(path, name))));
  }
  return objects;
}

/** As Argo CD does: cluster-scoped objects lose a namespace, others get one. */
function place(object: KubeObject, namespace: string): KubeObject {
  const { namespace: own, ...metadata } = object.metadata;
  if (isClusterScoped(object)) return { ...object, metadata };
  return { ...object, metadata: { ...metadata, namespace: own ?? namespace } };
}
