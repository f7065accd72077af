import { z } from 'zod';
import { kubeObjectSchema, type KubeObject } from '../kubernetes/objects';
import { applicationSchema } from './application';

/** Something wrong with a workload that no change of git explains. */
const troubleSchema = z.discriminatedUnion('kind', [
  /** A workload's new Pods do not start. */
  z.strictObject({
    kind: z.literal('degraded'),
    workload: z.string(),
    reason: z.enum(['CrashLoopBackOff', 'ImagePullBackOff']),
    since: z.number(),
  }),
  /** A rollout that does not end. */
  z.strictObject({
    kind: z.literal('progressing'),
    workload: z.string(),
    since: z.number(),
  }),
]);
export type Trouble = z.infer<typeof troubleSchema>;

/** Where the running operation stands; times in milliseconds. */
const progressSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('queued'), startsAt: z.number() }),
  z.strictObject({
    kind: z.literal('running'),
    endsAt: z.number(),
    startedAt: z.number(),
  }),
  /** Until it is terminated: Argo CD lets a rollback hang in a closed window. */
  z.strictObject({ kind: z.literal('blocked'), startedAt: z.number() }),
]);
export type Progress = z.infer<typeof progressSchema>;

/**
 * What a cluster knows of an Application beyond its object: the manifests that
 * were applied, and how their Pods fare.
 */
export interface ApplicationRecord {
  /** As applied, including what somebody changed by hand since. */
  live: KubeObject[];
  /** What was live before, while Pods roll over. */
  previous: KubeObject[];
  /** End of the current rollout, or of the last one. */
  rolledOutAt: number;
  trouble?: Trouble;
  progress?: Progress;
  /** The controller never comes to it by itself: only a refresh helps. */
  stuck: boolean;
  /** The ApplicationSet leaves it as it is: somebody took it over by hand. */
  detached: boolean;
  /** The next operation fails with this message. */
  failNext?: string;
  /**
   * Since when its traffic is measured: some time after it was healthy for the
   * first time. Milliseconds since the epoch.
   */
  reportsFrom?: number;
}

export const emptyRecord = (): ApplicationRecord => ({
  live: [],
  previous: [],
  rolledOutAt: 0,
  stuck: false,
  detached: false,
});

const recordSchema: z.ZodType<ApplicationRecord> = z.strictObject({
  live: z.array(kubeObjectSchema),
  previous: z.array(kubeObjectSchema),
  rolledOutAt: z.number(),
  trouble: troubleSchema.optional(),
  progress: progressSchema.optional(),
  stuck: z.boolean(),
  detached: z.boolean(),
  failNext: z.string().optional(),
  reportsFrom: z.number().optional(),
});

/** The simulation as it is kept between two runs. */
export const simulationSchema = z.strictObject({
  version: z.literal(1),
  seed: z.number(),
  /** First start: what the seeded history is counted from. */
  startedAt: z.number(),
  applications: z.array(
    z.strictObject({ object: applicationSchema, record: recordSchema }),
  ),
  sets: z.array(kubeObjectSchema),
  projects: z.array(kubeObjectSchema),
});
export type SimulationState = z.infer<typeof simulationSchema>;
