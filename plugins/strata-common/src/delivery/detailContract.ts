import { z } from 'zod';
import { deliveryStatuses } from '../severity';
import {
  actionAvailabilitySchema,
  applicationRefSchema,
  deliveryRowSchema,
  operationSchema,
  transitionEntrySchema,
} from './contract';
import { markSchema } from './markContract';

const sourceSchema = z.object({
  repoUrl: z.string().optional(),
  path: z.string().optional(),
  chart: z.string().optional(),
  targetRevision: z.string().optional(),
});

/** A deployment of the history, each source with its revision. @public */
export const historyEntrySchema = z.object({
  id: z.number(),
  sources: z.array(sourceSchema.extend({ revision: z.string().optional() })),
  deployedAt: z.string().optional(),
  durationSeconds: z.number().optional(),
  by: z.string().optional(),
  /** What is deployed now. */
  current: z.boolean(),
  marks: z.array(markSchema),
  /** Left out where no entity claims the Application. */
  rollback: actionAvailabilitySchema.optional(),
});

/** @public */
export const resourceSchema = z.object({
  group: z.string(),
  version: z.string().optional(),
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
  sync: z.string().optional(),
  health: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('reported'),
      status: z.string(),
      message: z.string().optional(),
      since: z.string().optional(),
    }),
    z.object({ kind: z.literal('not_reported') }),
    z.object({ kind: z.literal('no_check') }),
  ]),
  hook: z.boolean(),
  requiresPruning: z.boolean(),
  syncWave: z.number().optional(),
});

/** @public */
export const syncWindowSchema = z.object({
  kind: z.enum(['allow', 'deny']),
  schedule: z.string(),
  duration: z.string(),
  timeZone: z.string(),
  manualSync: z.boolean(),
  /** AppProject that has it: the own one, or a global one. */
  project: z.string(),
  state: z.enum(['active', 'inactive', 'unreadable']),
  until: z.string().optional(),
  next: z.string().optional(),
  problem: z.string().optional(),
});

/** @public */
export const applicationDetailSchema = z.object({
  application: applicationRefSchema.extend({
    project: z.string(),
    uid: z.string(),
  }),
  status: z.enum(deliveryStatuses),
  reason: z.string(),
  since: z.string().optional(),
  /** The row of the entity that claims it; without one nobody may act on it. */
  row: deliveryRowSchema.optional(),
  claimedBy: z.array(z.string()),
  owner: z.string().optional(),
  sources: z.array(sourceSchema),
  destination: z.object({
    name: z.string().optional(),
    server: z.string().optional(),
    namespace: z.string().optional(),
  }),
  automated: z
    .object({
      enabled: z.boolean(),
      prune: z.boolean(),
      selfHeal: z.boolean(),
    })
    .optional(),
  conditions: z.array(
    z.object({
      type: z.string(),
      message: z.string(),
      since: z.string().optional(),
    }),
  ),
  operation: operationSchema.optional(),
  set: z
    .object({
      name: z.string(),
      /** Steps of a progressive sync; 0 = none. */
      steps: z.number(),
      step: z.number().optional(),
      state: z.string().optional(),
      message: z.string().optional(),
      errors: z.array(z.string()),
    })
    .optional(),
  windows: z.object({
    /** Whether a person may sync now, as far as windows go. */
    open: z.boolean(),
    reason: z.string().optional(),
    until: z.string().optional(),
    list: z.array(syncWindowSchema),
  }),
  locks: z.array(z.object({ name: z.string(), reason: z.string() })),
  terminate: actionAvailabilitySchema.optional(),
  /** What only the full object tells, read when asked for. */
  full: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('read'),
      /** Newest first. */
      history: z.array(historyEntrySchema),
      /** Worst health first. */
      resources: z.array(resourceSchema),
      operationResources: z.array(
        z.object({
          kind: z.string(),
          namespace: z.string().optional(),
          name: z.string(),
          status: z.string().optional(),
          message: z.string().optional(),
          hookPhase: z.string().optional(),
        }),
      ),
    }),
    z.object({ kind: z.literal('not_read'), reason: z.string() }),
  ]),
  transitions: z.array(transitionEntrySchema),
  links: z.array(z.object({ title: z.string(), url: z.string() })),
  asOf: z.string().optional(),
  now: z.string(),
});
/** @public */
export type ApplicationDetail = z.infer<typeof applicationDetailSchema>;
