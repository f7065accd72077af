import { isDeepStrictEqual } from 'node:util';
import { kubernetesTime } from '../time/clock';
import { groupOf, versionOf } from '../kubernetes/objects';
import type { Rendering } from '../render/render';
import { imagesOf } from '../render/transform';
import type { Application, ApplicationStatus } from './application';
import {
  compareResources,
  isWorkload,
  replicasOf,
  type ComparedResource,
} from './comparison';
import {
  isRollingOver,
  resourceHealth,
  worstHealth,
  type HealthStatus,
} from './health';
import type { ApplicationRecord } from './Record';
import type { ApplicationSpec } from './spec';

/** What a comparison with git came to. */
export type Comparison =
  | { kind: 'compared'; revision: string; rendering: Rendering }
  /** Manifests could not be made: the sync status is not to be believed. */
  | { kind: 'failed'; revision: string; message: string }
  /** The spec itself is refused; nothing was compared. */
  | { kind: 'invalid'; messages: string[] };

/** The revision of each source, by position: a chart has its own. */
export const revisionsOf = (spec: ApplicationSpec, sha: string) =>
  spec.sources.map(source =>
    source.chart === undefined ? sha : source.targetRevision,
  );

/** `revision` or `revisions`, as the number of sources has it. */
export const revisionFields = (spec: ApplicationSpec, sha: string) =>
  spec.isMultiSource
    ? { revisions: revisionsOf(spec, sha) }
    : { revision: revisionsOf(spec, sha)[0] ?? sha };

export const sourceFields = (
  application: Application,
): { source?: unknown; sources?: unknown[] } =>
  Array.isArray(application.spec.sources)
    ? { sources: application.spec.sources }
    : { source: application.spec.source };

/** The status after a comparison, or as far as there was one. */
export function comparedStatus(
  application: Application,
  spec: ApplicationSpec,
  record: ApplicationRecord,
  comparison: Comparison,
  now: number,
): ApplicationStatus {
  const before = application.status ?? {};
  const time = kubernetesTime(now);
  const comparedTo = {
    ...sourceFields(application),
    destination: application.spec.destination,
  };
  switch (comparison.kind) {
    case 'invalid':
      return {
        ...before,
        sync: { status: 'Unknown', comparedTo },
        health: health(before, 'Unknown', now),
        conditions: conditions(
          before,
          'InvalidSpecError',
          comparison.messages,
          time,
        ),
      };
    case 'failed':
      return {
        ...before,
        sync: {
          status: 'Unknown',
          comparedTo,
          ...revisionFields(spec, comparison.revision),
        },
        conditions: conditions(
          before,
          'ComparisonError',
          [comparison.message],
          time,
        ),
        reconciledAt: time,
        controllerNamespace: 'argocd',
      };
    case 'compared': {
      const resources = compareResources(
        comparison.rendering.objects,
        record.live,
      );
      const { conditions: _none, ...rest } = before;
      return {
        ...rest,
        sync: {
          status: resources.every(resource => resource.status === 'Synced')
            ? 'Synced'
            : 'OutOfSync',
          comparedTo,
          ...revisionFields(spec, comparison.revision),
        },
        ...healthFields(before, record, resources, now),
        reconciledAt: time,
        controllerNamespace: 'argocd',
        ...(spec.isMultiSource
          ? { sourceTypes: comparison.rendering.types }
          : { sourceType: comparison.rendering.types[0] ?? 'Directory' }),
      };
    }
    default:
      throw new Error(
        `unknown comparison ${JSON.stringify(comparison satisfies never)}`,
      );
  }
}

/** What follows from the live objects alone: health, resources, images. */
export function healthFields(
  before: ApplicationStatus,
  record: ApplicationRecord,
  resources: readonly ComparedResource[],
  now: number,
) {
  const rows = resources.map(resource => {
    const own = resource.live
      ? resourceHealth(resource.object, record, now)
      : { status: 'Missing' as const };
    return { resource, own };
  });
  const status = worstHealth(
    rows.flatMap(({ own }) => (own ? [own.status] : [])),
  );
  return {
    health: health(before, status, now),
    resources: rows.map(({ resource, own }) => ({
      ...(groupOf(resource.object.apiVersion) && {
        group: groupOf(resource.object.apiVersion),
      }),
      version: versionOf(resource.object.apiVersion),
      kind: resource.object.kind,
      ...(resource.object.metadata.namespace && {
        namespace: resource.object.metadata.namespace,
      }),
      name: resource.object.metadata.name,
      status: resource.status,
      ...(own && { health: own }),
      ...(resource.requiresPruning && { requiresPruning: true }),
    })),
    summary: { images: runningImages(record, now) },
  };
}

const health = (before: ApplicationStatus, status: HealthStatus, now: number) =>
  before.health?.status === status
    ? before.health
    : { status, lastTransitionTime: kubernetesTime(now) };

/** Of live Pods: both versions while one replaces the other, none at zero Pods. */
function runningImages(record: ApplicationRecord, now: number): string[] {
  const images = record.live
    .filter(object => isWorkload(object) && replicasOf(object) > 0)
    .flatMap(imagesOf);
  const leaving = record.live.some(object => isRollingOver(object, record, now))
    ? record.previous.filter(isWorkload).flatMap(imagesOf)
    : [];
  return [...new Set([...images, ...leaving])].sort();
}

function conditions(
  before: ApplicationStatus,
  type: string,
  messages: readonly string[],
  lastTransitionTime: string,
) {
  const fresh = messages.map(message => ({ type, message }));
  const known = (before.conditions ?? []).map(({ type: t, message }) => ({
    type: t,
    message,
  }));
  return isDeepStrictEqual(known, fresh)
    ? before.conditions
    : fresh.map(condition => ({ ...condition, lastTransitionTime }));
}
