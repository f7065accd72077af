import { kubernetesTime, type Clock } from '../time/clock';
import { hex } from '../time/seeded';
import type { ResourceStore } from '../kubernetes/ResourceStore';
import { kinds } from '../kubernetes/kinds';
import type { KubeObject } from '../kubernetes/objects';
import type { Application } from './application';

/** Kubernetes keeps events for an hour. */
const keptMilliseconds = 3600_000;

/** Writes the events that the controllers would record. */
export class KubernetesEvents {
  #count = 0;
  #pruneAt = 0;

  constructor(
    private readonly store: ResourceStore,
    private readonly clock: Clock,
  ) {}

  /** What became of an operation between two versions of an Application. */
  operation(before: Application, after: Application) {
    const then = before.status?.operationState;
    const now = after.status?.operationState;
    if (now?.phase !== then?.phase || now?.startedAt !== then?.startedAt) {
      const by = now?.operation.initiatedBy;
      const who = by?.automated ? 'automated sync' : by?.username ?? 'somebody';
      const phase = now?.phase;
      switch (phase) {
        case 'Running':
          this.#emit(
            after,
            'Normal',
            'OperationStarted',
            `${who} started a sync`,
          );
          break;
        case 'Succeeded':
          this.#emit(
            after,
            'Normal',
            'OperationCompleted',
            `Sync operation succeeded`,
          );
          break;
        case 'Failed':
        case 'Error':
          this.#emit(
            after,
            'Warning',
            'OperationCompleted',
            `Sync operation failed: ${now?.message ?? ''}`,
          );
          break;
        case 'Terminating':
        case undefined:
          break;
        default:
          throw new Error(
            `unknown phase ${JSON.stringify(phase satisfies never)}`,
          );
      }
    }
  }

  /** Forgets what is older than an hour. Looks once a minute. */
  prune() {
    const now = this.clock.now();
    if (now < this.#pruneAt) return;
    this.#pruneAt = now + 60_000;
    for (const { metadata } of this.store.list(kinds.event)) {
      const at = Date.parse(metadata.creationTimestamp ?? '');
      if (now - at > keptMilliseconds) {
        this.store.delete(kinds.event, metadata.namespace, metadata.name);
      }
    }
  }

  #emit(
    about: KubeObject,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
  ) {
    this.#count += 1;
    const time = kubernetesTime(this.clock.now());
    this.store.put(kinds.event, {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: {
        name: `${about.metadata.name}.${hex(
          16,
          about.metadata.name,
          time,
          this.#count,
        )}`,
        namespace: about.metadata.namespace,
      },
      involvedObject: {
        apiVersion: about.apiVersion,
        kind: about.kind,
        name: about.metadata.name,
        namespace: about.metadata.namespace,
        uid: about.metadata.uid,
      },
      type,
      reason,
      message,
      firstTimestamp: time,
      lastTimestamp: time,
      count: 1,
      source: { component: 'argocd-application-controller' },
    });
  }
}
