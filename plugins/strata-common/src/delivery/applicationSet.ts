import { z } from 'zod';
import { identity, listOf, part, text, whole } from './lenient';

/** Where the progressive sync of a set stands for one Application. @public */
export interface RolloutStep {
  /** Counts from 1; `undefined` = in no step, which means synced by hand. */
  step?: number;
  /** Waiting, Pending, Progressing or Healthy. */
  state?: string;
  message?: string;
}

/** What delivery needs of an ApplicationSet. @public */
export interface ApplicationSetRecord {
  cluster: string;
  namespace: string;
  name: string;
  resourceVersion: string;
  /** Number of steps of a RollingSync strategy; 0 for any other. */
  rollingSteps: number;
  /** Steps (from 1) with `maxUpdate` 0: a person syncs their Applications. */
  manualSteps: number[];
  /** By Application name. */
  rollout: Record<string, RolloutStep>;
  errors: string[];
}

/** A step that cannot be read still counts as one. */
const rollingStep = z
  .object({
    maxUpdate: z.union([z.string(), z.number()]).optional().catch(undefined),
  })
  .catch({});

const setObject = z.object({
  metadata: identity,
  spec: z
    .object({
      strategy: part(
        z.object({
          type: text,
          rollingSync: part(z.object({ steps: listOf(rollingStep) })),
        }),
      ),
    })
    .catch({})
    .default({}),
  status: z
    .object({
      applicationStatus: listOf(
        z.object({
          application: z.string(),
          status: text,
          message: text,
          // A string in the CRD; numbers are seen in the wild.
          step: z.union([z.string(), whole]).catch(undefined),
        }),
      ),
      conditions: listOf(
        z.object({ type: z.string(), status: text, message: text }),
      ),
    })
    .partial()
    .catch({})
    .default({}),
});

/**
 * Reads an ApplicationSet as the Kubernetes API returns it.
 * @throws TypeError where not even name and namespace can be read.
 * @public
 */
export function readApplicationSet(
  object: unknown,
  cluster: string,
): ApplicationSetRecord {
  const read = setObject.safeParse(object);
  if (!read.success) {
    throw new TypeError(
      `unreadable ApplicationSet from cluster ${cluster}: ${z.prettifyError(
        read.error,
      )}`,
    );
  }
  const { metadata, spec, status } = read.data;
  const steps =
    spec.strategy?.type === 'RollingSync'
      ? spec.strategy.rollingSync?.steps ?? []
      : [];
  return {
    cluster,
    namespace: metadata.namespace,
    name: metadata.name,
    resourceVersion: metadata.resourceVersion,
    rollingSteps: steps.length,
    manualSteps: steps.flatMap(({ maxUpdate }, index) =>
      [0, '0', '0%'].includes(maxUpdate ?? '') ? [index + 1] : [],
    ),
    rollout: Object.fromEntries(
      (status.applicationStatus ?? []).map(entry => {
        const step = Number(entry.step);
        return [
          entry.application,
          {
            // -1 is Argo CD's "in no step".
            step: Number.isInteger(step) && step > 0 ? step : undefined,
            state: entry.status,
            message: entry.message,
          },
        ];
      }),
    ),
    errors: (status.conditions ?? [])
      .filter(
        ({ type, status: on }) => type === 'ErrorOccurred' && on === 'True',
      )
      .map(({ message }) => message ?? 'the set reports an error'),
  };
}
