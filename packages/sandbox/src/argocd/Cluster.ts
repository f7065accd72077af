import type { ResourceStore } from '../kubernetes/ResourceStore';
import { kindOf, kinds } from '../kubernetes/kinds';
import type { KubeObject } from '../kubernetes/objects';
import type { Application } from './application';
import { namespaceObject } from './bareCluster';
import type { ApplicationRecord } from './Record';
import type { ApplicationSpec } from './spec';
import { Workloads } from './Workloads';

/** Where Argo CD applies things to: what is live comes to life in the store. */
export class Cluster {
  readonly #workloads: Workloads;

  constructor(private readonly store: ResourceStore) {
    this.#workloads = new Workloads(store);
  }

  /** Workloads with their Pods, as far as anything about them changed. */
  show(application: Application, record: ApplicationRecord, now: number) {
    this.#workloads.show(application, record, now);
  }

  remove(application: string) {
    this.#workloads.remove(application);
  }

  /**
   * What a sync brings into being besides workloads: the namespace, and the
   * sets, projects and Applications that other controllers look after.
   *
   * @param createdAt - Kubernetes time that new ones are as old as
   */
  accept(spec: ApplicationSpec, record: ApplicationRecord, createdAt?: string) {
    if (spec.syncPolicy.syncOptions?.includes('CreateNamespace=true')) {
      this.#ensureNamespace(spec, createdAt);
    }
    this.bringToLife(record.live, createdAt);
  }

  /** The sets, projects and Applications among some manifests. */
  bringToLife(manifests: readonly KubeObject[], createdAt?: string) {
    for (const object of manifests) {
      const kind = kindOf(object);
      if (!kind?.custom) continue;
      const { namespace, name } = object.metadata;
      const current = this.store.get(kind, namespace, name);
      this.store.put(kind, {
        ...current,
        ...object,
        metadata: {
          ...(createdAt && { creationTimestamp: createdAt }),
          ...current?.metadata,
          ...object.metadata,
        },
      });
    }
  }

  #ensureNamespace(spec: ApplicationSpec, createdAt: string | undefined) {
    const { namespace } = spec.destination;
    const known = this.store.get(kinds.namespace, undefined, namespace);
    const wanted = spec.syncPolicy.managedNamespaceMetadata?.labels ?? {};
    this.store.put(
      kinds.namespace,
      namespaceObject(
        namespace,
        { ...known?.metadata.labels, ...wanted },
        createdAt,
      ),
    );
  }
}
