import { posix } from 'node:path';
import { z } from 'zod';
import { hex } from '../time/seeded';
import type { KubeObject } from '../kubernetes/objects';
import {
  kustomizationSchema,
  type Generator,
  type Kustomization,
} from './kustomization';
import { applyKustomizePatch } from './kustomizePatches';
import { isFields } from './merging';
import { isBuiltInClusterScoped } from './scope';
import { RenderError, type Source } from './Source';
import { mapPodTemplates, mapStrings, setImage, withLabels } from './transform';

const fileNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** The kustomization file of a folder, or undefined where there is none. */
export const kustomizationOf = (source: Source, folder: string) =>
  fileNames
    .map(name => posix.join(folder, name))
    .find(path => source.has(path));

/**
 * Builds a folder as kustomize would, for the fields of
 * {@link kustomizationSchema}. Written for the sandbox: the real one is a Go
 * program, and the result here is only looked at, never applied.
 */
export async function kustomize(
  source: Source,
  folder: string,
  seen: readonly string[] = [],
): Promise<KubeObject[]> {
  const path = kustomizationOf(source, folder);
  if (!path) throw new RenderError(`${folder}: no kustomization.yaml`);
  if (seen.includes(path)) {
    throw new RenderError(`${path}: cycle in resources`);
  }
  const plan = await readPlan(source, path);
  let objects: KubeObject[] = [];
  for (const resource of plan.resources) {
    objects.push(
      ...(await readResource(source, folder, resource, [...seen, path])),
    );
  }
  for (const [kind, generator] of [
    ...plan.configMapGenerator.map(g => ['ConfigMap', g] as const),
    ...plan.secretGenerator.map(g => ['Secret', g] as const),
  ]) {
    const made = await generate(source, folder, kind, generator, plan);
    objects = [
      ...objects.map(object =>
        renameReferences(object, kind, generator.name, made.metadata.name),
      ),
      made,
    ];
  }
  for (const patch of plan.patches) {
    const where = patch.path ? posix.join(folder, patch.path) : path;
    const text = patch.path ? await source.text(where) : patch.patch ?? '';
    objects = applyKustomizePatch(objects, {
      where,
      text,
      target: patch.target,
    });
  }
  return objects.map(object => transform(object, plan));
}

async function readPlan(source: Source, path: string): Promise<Kustomization> {
  const [document] = await source.documents(path);
  const parsed = kustomizationSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  throw new RenderError(
    `${path}: ${z.prettifyError(parsed.error).replace(/\n\s*/g, ' ')}`,
  );
}

async function readResource(
  source: Source,
  folder: string,
  resource: string,
  seen: readonly string[],
) {
  if (/^(https?:\/\/|git@|ssh:|github\.com\/)/.test(resource)) {
    throw new RenderError(
      `${folder}: the remote resource ${resource} cannot be read in the sandbox`,
    );
  }
  const path = posix.join(folder, resource);
  if (path.startsWith('..')) {
    throw new RenderError(`${folder}: ${resource} leaves the repository`);
  }
  return source.has(path)
    ? source.objects(path)
    : kustomize(source, path, seen);
}

async function generate(
  source: Source,
  folder: string,
  kind: 'ConfigMap' | 'Secret',
  generator: Generator,
  plan: Kustomization,
): Promise<KubeObject> {
  const data: Record<string, string> = {};
  for (const literal of generator.literals) {
    const at = literal.indexOf('=');
    data[literal.slice(0, at)] = literal.slice(at + 1);
  }
  for (const file of generator.files) {
    const [key, name] = file.includes('=')
      ? [file.slice(0, file.indexOf('=')), file.slice(file.indexOf('=') + 1)]
      : [posix.basename(file), file];
    data[key] = await source.text(posix.join(folder, name));
  }
  const options = { ...plan.generatorOptions, ...generator.options };
  const suffix = options.disableNameSuffixHash
    ? ''
    : `-${hex(10, JSON.stringify(data))}`;
  return {
    apiVersion: 'v1',
    kind,
    metadata: {
      name: `${generator.name}${suffix}`,
      ...(generator.namespace && { namespace: generator.namespace }),
      ...(options.labels && { labels: options.labels }),
      ...(options.annotations && { annotations: options.annotations }),
    },
    data,
  };
}

const referenceFields: Record<string, readonly string[]> = {
  ConfigMap: ['configMapRef', 'configMapKeyRef', 'configMap'],
  Secret: ['secretRef', 'secretKeyRef', 'secret'],
};

function renameReferences(
  object: KubeObject,
  kind: string,
  from: string,
  to: string,
): KubeObject {
  const fields = referenceFields[kind] ?? [];
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (!isFields(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, child]) => {
        const names = fields.includes(key) && isFields(child);
        if (names && child.name === from) return [key, { ...child, name: to }];
        if (names && child.secretName === from) {
          return [key, { ...child, secretName: to }];
        }
        return [key, visit(child)];
      }),
    );
  };
  return { ...object, spec: visit(object.spec) };
}

function transform(object: KubeObject, plan: Kustomization): KubeObject {
  let result = object;
  const { name } = object.metadata;
  const changed = {
    ...object.metadata,
    name: `${plan.namePrefix}${name}${plan.nameSuffix}`,
    ...(plan.namespace &&
      !isBuiltInClusterScoped(object) && { namespace: plan.namespace }),
  };
  if (Object.keys(plan.commonAnnotations).length > 0) {
    changed.annotations = { ...changed.annotations, ...plan.commonAnnotations };
  }
  result = { ...result, metadata: changed };
  if (Object.keys(plan.commonLabels).length > 0) {
    result = withLabels(result, plan.commonLabels, 'selectors');
  }
  for (const { pairs, includeSelectors, includeTemplates } of plan.labels) {
    const reach = includeTemplates ? 'templates' : 'metadata';
    result = withLabels(result, pairs, includeSelectors ? 'selectors' : reach);
  }
  for (const replica of plan.replicas) {
    if (
      replica.name === name &&
      ['Deployment', 'StatefulSet', 'ReplicaSet'].includes(object.kind) &&
      isFields(result.spec)
    ) {
      result = { ...result, spec: { ...result.spec, replicas: replica.count } };
    }
  }
  for (const image of plan.images) {
    result = mapPodTemplates(result, template =>
      mapStrings(template, 'image', value => setImage(value, image)),
    );
  }
  // kustomize drops fields that a patch emptied; the digest must not see them.
  return JSON.parse(JSON.stringify(result));
}
