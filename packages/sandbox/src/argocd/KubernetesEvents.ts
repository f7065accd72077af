import { kubernetesTime, type Clock } from '../time/clock';
import { hex } from '../time/seeded';
import type { ResourceStore } from '../kubernetes/ResourceStore';
import { kinds } from '../kubernetes/kinds';
import type { KubeObject } from '../kubernetes/objects';
import type { Application } from './application';
import { keyOf } from './comparison';
import type { ApplicationRecord } from './Record';

/** Kubernetes keeps events for an hour. */
const keptMilliseconds = 3600_000;
const repeatMilliseconds = 300_000;

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
    if (now?.phase === then?.phase && now?.startedAt === then?.startedAt)
      return;
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
          'Sync operation succeeded',
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

  /** A workload that does not come up is told of again and again, as one event. */
  trouble(record: ApplicationRecord, now: number) {
    const { trouble } = record;
    if (trouble?.kind !== 'degraded') return;
    const workload = record.live.find(
      object => keyOf(object) === trouble.workload,
    );
    if (!workload) return;
    const count = 1 + Math.floor((now - trouble.since) / repeatMilliseconds);
    const lastTimestamp = kubernetesTime(
      trouble.since + (count - 1) * repeatMilliseconds,
    );
    this.#put(
      workload,
      `${workload.metadata.name}.${hex(16, trouble.workload, trouble.since)}`,
      {
        type: 'Warning',
        reason: 'BackOff',
        message: `Back-off restarting failed container (${trouble.reason})`,
        firstTimestamp: kubernetesTime(trouble.since),
        lastTimestamp,
        count,
        source: { component: 'kubelet' },
      },
    );
  }

  /** Forgets what is older than an hour. Looks once a minute. */
  prune() {
    const now = this.clock.now();
    if (now < this.#pruneAt) return;
    this.#pruneAt = now + 60_000;
    for (const { metadata, lastTimestamp } of this.store.list(kinds.event)) {
      if (now - Date.parse(String(lastTimestamp)) > keptMilliseconds) {
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
    const { name } = about.metadata;
    this.#put(about, `${name}.${hex(16, name, time, this.#count)}`, {
      type,
      reason,
      message,
      firstTimestamp: time,
      lastTimestamp: time,
      count: 1,
      source: { component: 'argocd-application-controller' },
    });
  }

  #put(about: KubeObject, name: string, fields: Record<string, unknown>) {
    this.store.put(kinds.event, {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name, namespace: about.metadata.namespace },
      involvedObject: {
        apiVersion: about.apiVersion,
        kind: about.kind,
        name: about.metadata.name,
        namespace: about.metadata.namespace,
        uid: about.metadata.uid,
      },
      ...fields,
    });
  }
}
