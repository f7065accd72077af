import type { KubeObject } from '../kubernetes/objects';
import { isFields, type Fields } from './merging';

/** Rewrites the Pod template of a workload; other objects pass unchanged. */
export function mapPodTemplates(
  object: KubeObject,
  change: (template: Fields) => Fields,
): KubeObject {
  if (!isFields(object.spec)) return object;
  if (object.kind === 'CronJob') {
    const job = object.spec.jobTemplate;
    if (!isFields(job) || !isFields(job.spec)) return object;
    const inner = mapTemplate(job.spec, change);
    return {
      ...object,
      spec: { ...object.spec, jobTemplate: { ...job, spec: inner } },
    };
  }
  return object.kind === 'Pod'
    ? { ...object, spec: change(object.spec) }
    : { ...object, spec: mapTemplate(object.spec, change) };
}

const mapTemplate = (spec: Fields, change: (template: Fields) => Fields) =>
  isFields(spec.template) ? { ...spec, template: change(spec.template) } : spec;

/** Replaces every string value of one field, however deep. */
export function mapStrings(
  value: Fields,
  field: string,
  change: (text: string) => string,
): Fields {
  const visit = (child: unknown): unknown => {
    if (Array.isArray(child)) return child.map(visit);
    if (!isFields(child)) return child;
    return Object.fromEntries(
      Object.entries(child).map(([key, inner]) => [
        key,
        key === field && typeof inner === 'string'
          ? change(inner)
          : visit(inner),
      ]),
    );
  };
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, visit(inner)]),
  );
}

/** An image reference in its parts: `name[:tag][@digest]`. */
export function splitImage(reference: string) {
  const [withoutDigest = '', digest] = reference.split('@', 2);
  const colon = withoutDigest.lastIndexOf(':');
  const isTag = colon > withoutDigest.lastIndexOf('/');
  return {
    name: isTag ? withoutDigest.slice(0, colon) : withoutDigest,
    tag: isTag ? withoutDigest.slice(colon + 1) : undefined,
    digest,
  };
}

/** The entry of `images` that concerns this reference, applied. */
export function setImage(
  reference: string,
  image: { name: string; newName?: string; newTag?: string; digest?: string },
): string {
  const { name, tag, digest } = splitImage(reference);
  if (name !== image.name) return reference;
  const newName = image.newName ?? name;
  if (image.digest) return `${newName}@${image.digest}`;
  if (image.newTag) return `${newName}:${image.newTag}`;
  const rest = `${tag ? `:${tag}` : ''}${digest ? `@${digest}` : ''}`;
  return `${newName}${rest}`;
}

/** Kinds whose templates kustomize labels; custom resources keep theirs. */
const podTemplated = new Set([
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Job',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
]);

/** Adds labels to an object, its templates, its selectors: as far as told. */
export function withLabels(
  object: KubeObject,
  pairs: Record<string, string>,
  reach: 'metadata' | 'templates' | 'selectors',
): KubeObject {
  const labelled = {
    ...object,
    metadata: {
      ...object.metadata,
      labels: { ...object.metadata.labels, ...pairs },
    },
  };
  if (reach === 'metadata') return labelled;
  const templated = podTemplated.has(labelled.kind)
    ? mapPodTemplates(labelled, template => labelTemplate(template, pairs))
    : labelled;
  const claimed =
    templated.kind === 'StatefulSet'
      ? labelClaims(templated, pairs)
      : templated;
  return reach === 'selectors' ? withSelectors(claimed, pairs) : claimed;
}

function labelTemplate(
  template: Fields,
  pairs: Record<string, string>,
): Fields {
  const metadata = isFields(template.metadata) ? template.metadata : {};
  const labels = isFields(metadata.labels) ? metadata.labels : {};
  return {
    ...template,
    metadata: { ...metadata, labels: { ...labels, ...pairs } },
  };
}

function labelClaims(object: KubeObject, pairs: Record<string, string>) {
  const { spec } = object;
  if (!isFields(spec) || !Array.isArray(spec.volumeClaimTemplates))
    return object;
  return {
    ...object,
    spec: {
      ...spec,
      volumeClaimTemplates: spec.volumeClaimTemplates.map(claim =>
        isFields(claim) ? labelTemplate(claim, pairs) : claim,
      ),
    },
  };
}

function withSelectors(object: KubeObject, pairs: Record<string, string>) {
  const { spec } = object;
  if (!isFields(spec)) return object;
  const { selector } = spec;
  if (object.kind === 'Service') {
    return isFields(selector)
      ? { ...object, spec: { ...spec, selector: { ...selector, ...pairs } } }
      : object;
  }
  if (
    !['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].includes(
      object.kind,
    )
  ) {
    return object;
  }
  const known = isFields(selector) ? selector : {};
  const labels = isFields(known.matchLabels) ? known.matchLabels : {};
  return {
    ...object,
    spec: {
      ...spec,
      selector: { ...known, matchLabels: { ...labels, ...pairs } },
    },
  };
}

/** Images of a workload, init containers included. */
export function imagesOf(object: KubeObject): string[] {
  const found: string[] = [];
  mapPodTemplates(object, template =>
    mapStrings(template, 'image', value => {
      found.push(value);
      return value;
    }),
  );
  return found;
}
