import { z } from 'zod';
import { initiatedBy, several } from './application';
import { historyEntry, operation } from './applicationObject';
import type { HistoryEntry } from './applicationRecord';
import { flag, listOf, part, text, time, whole } from './lenient';

/**
 * Health of one resource. Argo CD leaves it out for two reasons: it keeps
 * health elsewhere, or it has no check for the kind.
 * @public
 */
export type ResourceHealth =
  | { kind: 'reported'; status: string; message?: string; since?: string }
  | { kind: 'not_reported' }
  | { kind: 'no_check' };

/** A resource that Argo CD manages for an Application. @public */
export interface ResourceFacts {
  group: string;
  version?: string;
  kind: string;
  namespace?: string;
  name: string;
  sync?: string;
  health: ResourceHealth;
  hook: boolean;
  requiresPruning: boolean;
  syncWave?: number;
}

/** What the last operation did to one resource, in Argo CD's words. @public */
export interface OperationResource {
  kind: string;
  namespace?: string;
  name: string;
  status?: string;
  message?: string;
  hookPhase?: string;
}

/** What only the full object tells; read on demand. @public */
export interface ApplicationDetailFacts {
  resourceVersion: string;
  /** Oldest first, as Argo CD keeps it. */
  history: HistoryEntry[];
  resources: ResourceFacts[];
  operationResources: OperationResource[];
}

const detailObject = z.object({
  metadata: z.object({
    resourceVersion: z.string().catch('').default(''),
  }),
  status: z
    .object({
      resourceHealthSource: text,
      history: listOf(historyEntry),
      resources: listOf(
        z.object({
          group: z.string().catch('').default(''),
          version: text,
          kind: z.string(),
          namespace: text,
          name: z.string(),
          status: text,
          health: part(
            z.object({ status: text, message: text, lastTransitionTime: time }),
          ),
          hook: flag,
          requiresPruning: flag,
          syncWave: whole,
        }),
      ),
      operationState: part(
        z.object({
          operation: part(operation),
          syncResult: part(
            z.object({
              resources: listOf(
                z.object({
                  kind: z.string(),
                  namespace: text,
                  name: z.string(),
                  status: text,
                  message: text,
                  hookPhase: text,
                }),
              ),
            }),
          ),
        }),
      ),
    })
    .partial()
    .catch({})
    .default({}),
});

/**
 * Reads what the slim record leaves out.
 * @throws TypeError where it is no Kubernetes object
 * @public
 */
export function readApplicationDetail(object: unknown): ApplicationDetailFacts {
  const read = detailObject.safeParse(object);
  if (!read.success) {
    throw new TypeError(
      `unreadable Application: ${z.prettifyError(read.error)}`,
    );
  }
  const { metadata, status } = read.data;
  const elsewhere = status.resourceHealthSource === 'appTree';
  return {
    resourceVersion: metadata.resourceVersion,
    history: (status.history ?? []).map(entry => ({
      id: entry.id ?? 0,
      revisions: several(entry.revisions, entry.revision),
      sources: several(entry.sources, entry.source),
      deployedAt: entry.deployedAt,
      startedAt: entry.deployStartedAt,
      by: initiatedBy(entry.initiatedBy),
    })),
    resources: (status.resources ?? []).map(
      ({ health, status: sync, hook, requiresPruning, ...resource }) => ({
        ...resource,
        sync,
        health: healthOf(health, elsewhere),
        hook: hook === true,
        requiresPruning: requiresPruning === true,
      }),
    ),
    operationResources: status.operationState?.syncResult?.resources ?? [],
  };
}

function healthOf(
  health:
    | { status?: string; message?: string; lastTransitionTime?: string }
    | undefined,
  elsewhere: boolean,
): ResourceHealth {
  if (health?.status === undefined) {
    return { kind: elsewhere ? 'not_reported' : 'no_check' };
  }
  return {
    kind: 'reported',
    status: health.status,
    message: health.message,
    since: health.lastTransitionTime,
  };
}
