import { kubernetesTime } from '../time/clock';
import type { ResourceStore } from '../kubernetes/ResourceStore';
import { kindOf, kinds, type ResourceKind } from '../kubernetes/kinds';
import type { KubeObject } from '../kubernetes/objects';
import { groupOf } from '../kubernetes/objects';
import type { Application } from './application';
import { isWorkload } from './comparison';
import { podGroups } from './podGroups';
import { podsOf, type PodGroup } from './pods';
import { workloadStatus } from './workloadStatus';
import type { ApplicationRecord } from './Record';

/** A store object that a workload brings with it. */
interface Placed {
  kind: ResourceKind;
  object: KubeObject;
}

/**
 * Shows the live manifests of Applications as the cluster would: with status,
 * ReplicaSets and Pods. Argo CD's own resources are not written here: their
 * status belongs to the controllers.
 */
export class Workloads {
  readonly #placed = new Map<string, readonly Placed[]>();
  readonly #seen = new Map<string, string>();
  readonly #liveIds = new WeakMap<readonly KubeObject[], number>();
  #ids = 0;

  constructor(private readonly store: ResourceStore) {}

  /** Brings the store in line with the record; cheap when nothing changed. */
  show(application: Application, record: ApplicationRecord, now: number) {
    const { name } = application.metadata;
    const restarts = record.trouble
      ? Math.floor((now - record.trouble.since) / 300_000)
      : 0;
    const signature = [
      this.#idOf(record.live),
      now < record.rolledOutAt,
      JSON.stringify(record.trouble),
      restarts,
    ].join();
    if (this.#seen.get(name) === signature) return;
    this.#seen.set(name, signature);
    const before = this.#placed.get(name) ?? [];
    const after = record.live.flatMap(object =>
      this.#materialise(application, object, record, now),
    );
    for (const { kind, object } of after) this.store.put(kind, object);
    const kept = new Set(after.map(placedKey));
    for (const gone of before.filter(placed => !kept.has(placedKey(placed)))) {
      this.store.delete(
        gone.kind,
        gone.object.metadata.namespace,
        gone.object.metadata.name,
      );
    }
    this.#placed.set(name, after);
  }

  /** Takes everything of an Application out of the cluster. */
  remove(name: string) {
    for (const { kind, object } of this.#placed.get(name) ?? []) {
      this.store.delete(kind, object.metadata.namespace, object.metadata.name);
    }
    this.#placed.delete(name);
    this.#seen.delete(name);
  }

  #idOf(live: readonly KubeObject[]) {
    const known = this.#liveIds.get(live);
    if (known !== undefined) return known;
    this.#ids += 1;
    this.#liveIds.set(live, this.#ids);
    return this.#ids;
  }

  #materialise(
    application: Application,
    manifest: KubeObject,
    record: ApplicationRecord,
    now: number,
  ): Placed[] {
    const kind = kindOf(manifest);
    if (!kind || kind.custom) return [];
    const object = tracked(application, manifest);
    if (!isWorkload(object)) return [{ kind, object }];
    const groups = podGroups(object, manifest, record, now);
    const status = workloadStatus(object, groups, now);
    const stored = this.store.get(
      kind,
      object.metadata.namespace,
      object.metadata.name,
    );
    const withStatus = { ...object, status };
    const uid =
      stored?.metadata.uid ?? this.store.put(kind, withStatus).metadata.uid;
    const owner = {
      apiVersion: 'apps/v1',
      kind: object.kind,
      name: object.metadata.name,
      uid: uid ?? '',
    };
    return [
      { kind, object: withStatus },
      ...groups.flatMap(group => this.#podsAndSets(object, owner, group, now)),
    ];
  }

  #podsAndSets(
    workload: KubeObject,
    owner: { apiVersion: string; kind: string; name: string; uid: string },
    group: PodGroup,
    now: number,
  ): Placed[] {
    const controlled = { ...owner, controller: true, blockOwnerDeletion: true };
    if (workload.kind !== 'Deployment') {
      return podsOf(workload, group, controlled, now).map(object => ({
        kind: kinds.pod,
        object,
      }));
    }
    const replicaSet = this.store.put(kinds.replicaSet, {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: `${workload.metadata.name}-${group.hash}`,
        namespace: workload.metadata.namespace,
        labels: { ...group.labels, 'pod-template-hash': group.hash },
        ownerReferences: [controlled],
        creationTimestamp: kubernetesTime(group.createdAt),
      },
      spec: {
        replicas: group.size,
        selector: { matchLabels: { 'pod-template-hash': group.hash } },
        template: group.template,
      },
      status: {
        replicas: group.size,
        fullyLabeledReplicas: group.size,
        readyReplicas: group.ready,
        availableReplicas: group.ready,
        observedGeneration: 1,
      },
    });
    const parent = {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      name: replicaSet.metadata.name,
      uid: replicaSet.metadata.uid ?? '',
      controller: true,
      blockOwnerDeletion: true,
    };
    return [
      { kind: kinds.replicaSet, object: replicaSet },
      ...podsOf(workload, group, parent, now).map(object => ({
        kind: kinds.pod,
        object,
      })),
    ];
  }
}

const placedKey = ({ kind, object }: Placed) =>
  `${kind.plural}/${object.metadata.namespace ?? ''}/${object.metadata.name}`;

/** Argo CD 3 knows its resources by this annotation. */
function tracked(application: Application, object: KubeObject): KubeObject {
  const { namespace = '', name } = object.metadata;
  return {
    ...object,
    metadata: {
      ...object.metadata,
      creationTimestamp: application.metadata.creationTimestamp,
      annotations: {
        ...object.metadata.annotations,
        'argocd.argoproj.io/tracking-id': `${
          application.metadata.name
        }:${groupOf(object.apiVersion)}/${object.kind}:${namespace}/${name}`,
      },
    },
  };
}
