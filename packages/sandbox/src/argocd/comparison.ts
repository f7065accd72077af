import { isDeepStrictEqual } from 'node:util';
import { isFields } from '../render/merging';
import { groupOf, type KubeObject } from '../kubernetes/objects';
import type { ResourceRef } from './application';

/** One resource of an Application, wanted, live or both. */
export interface ComparedResource {
  key: string;
  object: KubeObject;
  status: 'Synced' | 'OutOfSync';
  /** Whether it is in the cluster. */
  live: boolean;
  /** In the cluster, no longer in git. */
  requiresPruning: boolean;
}

/** Group, kind, namespace and name: what Argo CD tracks a resource by. */
export const keyOf = (object: KubeObject) =>
  [
    groupOf(object.apiVersion),
    object.kind,
    object.metadata.namespace ?? '',
    object.metadata.name,
  ].join('/');

const keyOfRef = (ref: ResourceRef) =>
  [ref.group ?? '', ref.kind, ref.namespace ?? '', ref.name].join('/');

/** Whether a partial sync names this resource; a full one names all. */
export const isChosen = (
  object: KubeObject,
  refs: readonly ResourceRef[] | undefined,
) =>
  refs === undefined ||
  refs.length === 0 ||
  refs.some(
    ref =>
      keyOfRef(ref) === keyOf(object) ||
      (!ref.namespace &&
        keyOfRef({ ...ref, namespace: object.metadata.namespace }) ===
          keyOf(object)),
  );

export const refOf = (object: KubeObject): ResourceRef => ({
  group: groupOf(object.apiVersion),
  kind: object.kind,
  name: object.metadata.name,
  ...(object.metadata.namespace && { namespace: object.metadata.namespace }),
});

/** What git wants beside what is there, ordered by key. */
export function compareResources(
  desired: readonly KubeObject[],
  live: readonly KubeObject[],
): ComparedResource[] {
  const wanted = new Map(desired.map(object => [keyOf(object), object]));
  const present = new Map(live.map(object => [keyOf(object), object]));
  return [...new Set([...wanted.keys(), ...present.keys()])]
    .sort()
    .flatMap(key => {
      const want = wanted.get(key);
      const have = present.get(key);
      const object = want ?? have;
      if (!object) return [];
      return {
        key,
        object,
        status: isDeepStrictEqual(want, have)
          ? ('Synced' as const)
          : ('OutOfSync' as const),
        live: have !== undefined,
        requiresPruning: want === undefined,
      };
    });
}

/** What is live after a sync: chosen resources as wanted, pruned only if asked. */
export function applied(
  desired: readonly KubeObject[],
  live: readonly KubeObject[],
  options: { prune: boolean; only: readonly ResourceRef[] | undefined },
): KubeObject[] {
  const result = new Map(live.map(object => [keyOf(object), object]));
  const wanted = new Set(desired.map(keyOf));
  for (const object of desired) {
    if (isChosen(object, options.only)) result.set(keyOf(object), object);
  }
  if (options.prune) {
    for (const object of live) {
      if (!wanted.has(keyOf(object)) && isChosen(object, options.only)) {
        result.delete(keyOf(object));
      }
    }
  }
  return [...result.values()];
}

/** Pod-bearing kinds: a change of their template rolls Pods over. */
export const isWorkload = (object: KubeObject) =>
  ['Deployment', 'StatefulSet', 'DaemonSet'].includes(object.kind);

export const podTemplateOf = (object: KubeObject): unknown =>
  isFields(object.spec) ? object.spec.template : undefined;

/** Workloads whose Pods differ from before, new ones included. */
export const rolledOver = (
  before: readonly KubeObject[],
  after: readonly KubeObject[],
): KubeObject[] => {
  const known = new Map(before.map(object => [keyOf(object), object]));
  return after.filter(object => {
    const old = known.get(keyOf(object));
    return (
      isWorkload(object) &&
      (!old ||
        !isDeepStrictEqual(podTemplateOf(old), podTemplateOf(object)) ||
        !isDeepStrictEqual(replicasOf(old), replicasOf(object)))
    );
  });
};

/** Replicas a workload asks for; a DaemonSet runs on each of the three nodes. */
export function replicasOf(object: KubeObject): number {
  if (object.kind === 'DaemonSet') return 3;
  const replicas = isFields(object.spec) ? object.spec.replicas : undefined;
  return typeof replicas === 'number' ? replicas : 1;
}
