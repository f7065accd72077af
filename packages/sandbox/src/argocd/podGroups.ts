import { suffix } from '../time/seeded';
import type { KubeObject } from '../kubernetes/objects';
import { isFields } from '../render/merging';
import { keyOf, podTemplateOf, replicasOf } from './comparison';
import { isRollingOver } from './health';
import type { PodGroup } from './pods';
import type { ApplicationRecord } from './Record';

/** The Pods of a workload by template: two groups while one replaces the other. */
export function podGroups(
  object: KubeObject,
  manifest: KubeObject,
  record: ApplicationRecord,
  now: number,
): PodGroup[] {
  const rolling = isRollingOver(manifest, record, now);
  const trouble =
    record.trouble?.workload === keyOf(manifest) ? record.trouble : undefined;
  const size = replicasOf(manifest);
  const current = groupOfPods(manifest, size, record.rolledOutAt);
  if (trouble) {
    const ready = Math.max(0, size - 1);
    return [
      {
        ...current,
        ready,
        waiting:
          trouble.kind === 'degraded'
            ? {
                reason: trouble.reason,
                restarts: Math.floor((now - trouble.since) / 300_000),
              }
            : { reason: 'ContainerCreating', restarts: 0 },
      },
    ];
  }
  if (!rolling) return [{ ...current, ready: size }];
  const old = record.previous.find(before => keyOf(before) === keyOf(object));
  const fresh = {
    ...current,
    ready: 0,
    waiting: { reason: 'ContainerCreating', restarts: 0 },
  };
  if (!old) return [fresh];
  const leaving = groupOfPods(
    old,
    replicasOf(old),
    record.rolledOutAt - 60_000,
  );
  return leaving.hash === current.hash
    ? [{ ...current, ready: Math.min(size, replicasOf(old)) }]
    : [{ ...leaving, ready: leaving.size }, fresh];
}

function groupOfPods(
  object: KubeObject,
  size: number,
  rolledOutAt: number,
): PodGroup {
  const found = podTemplateOf(object);
  const template = isFields(found) ? found : {};
  const metadata = isFields(template.metadata) ? template.metadata : {};
  const labels = isFields(metadata.labels) ? metadata.labels : {};
  return {
    hash: suffix(10, JSON.stringify(template)),
    template,
    labels: Object.fromEntries(
      Object.entries(labels).map(([key, value]) => [key, String(value)]),
    ),
    size,
    ready: size,
    createdAt: rolledOutAt - 4000,
  };
}
