import { z } from 'zod';
import { deliveryStatuses } from '../severity';
import { transitionFields, turnTimings } from './transitionFields';

/** Identity of an Application across clusters. @public */
export const applicationRefSchema = z.object({
  cluster: z.string(),
  namespace: z.string(),
  name: z.string(),
});
/** @public */
export type ApplicationRef = z.infer<typeof applicationRefSchema>;

/** @public */
export const gateModeSchema = z.enum(['automatic', 'manual']);
/** @public */
export type GateMode = z.infer<typeof gateModeSchema>;

/**
 * Three columns that must agree: declared (service.yaml), generated
 * (ApplicationSet) and live (Application). `undefined` = not known, and
 * `why` says so. `gated` holds when any column is manual or not known.
 * @public
 */
export const gateSchema = z.object({
  declared: gateModeSchema.optional(),
  generated: gateModeSchema.optional(),
  live: gateModeSchema.optional(),
  gated: z.boolean(),
  differs: z.boolean(),
  why: z.string(),
  /** Hash of the facts above; sent back with a mutation (409 when changed). */
  hash: z.string(),
});
/** @public */
export type Gate = z.infer<typeof gateSchema>;

/** @public */
export const operationSchema = z.object({
  state: z.enum([
    'queued',
    'running',
    'retrying',
    'blocked_by_window',
    'succeeded',
    'failed',
  ]),
  kind: z.enum(['sync', 'rollback', 'unknown']),
  /** Only a full one that succeeds adds to the history: what is deployed. */
  effect: z.enum(['full', 'partial', 'dry_run']).optional(),
  startedAt: z.string().optional(),
  finishedAt: z.string().optional(),
  message: z.string().optional(),
  by: z.string().optional(),
});
/** @public */
export type Operation = z.infer<typeof operationSchema>;

/** @public */
export const deployedSchema = z.object({
  /** One per source, by position. */
  revisions: z.array(z.string()),
  historyId: z.number(),
  at: z.string(),
  by: z.string().optional(),
  durationSeconds: z.number().optional(),
});
/** @public */
export type Deployed = z.infer<typeof deployedSchema>;

/** Whether the signed-in person may act, and if not, why not. @public */
export const actionAvailabilitySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('available'), gated: z.boolean() }),
  z.object({
    kind: z.literal('blocked'),
    /** A guard: would be a 409. */
    code: z.string(),
    reason: z.string(),
    /** Only a lock is in the way, and the person may break it. */
    breakGlass: z.boolean().optional(),
  }),
  z.object({
    kind: z.literal('forbidden'),
    /** The policy: would be a 403. */
    reason: z.string(),
  }),
]);
/** @public */
export type ActionAvailability = z.infer<typeof actionAvailabilitySchema>;

/** One environment of one item: the cell of the matrix. @public */
export const deliveryRowSchema = z.object({
  entityRef: z.string(),
  environment: z.string(),
  order: z.number(),
  status: z.enum(deliveryStatuses),
  /** Why this status, one sentence. */
  reason: z.string(),
  /** ISO 8601; absent where it cannot be known. */
  since: z.string().optional(),
  application: applicationRefSchema.extend({ project: z.string() }).optional(),
  /** Argo CD's own words. */
  sync: z.string().optional(),
  health: z.string().optional(),
  healthMessage: z.string().optional(),
  deployed: deployedSchema.optional(),
  /** The compared revision(s), which in a monorepo moves with every commit. */
  compared: z.array(z.string()).optional(),
  /** Whether a newer revision that touches the item waits. */
  newer: z.enum(['yes', 'no', 'unknown']),
  images: z.array(z.string()),
  gate: gateSchema,
  operation: operationSchema.optional(),
  conditions: z.array(z.object({ type: z.string(), message: z.string() })),
  autoSync: z.boolean().optional(),
  actions: z
    .object({
      sync: actionAvailabilitySchema,
      refresh: actionAvailabilitySchema,
    })
    .optional(),
  /** Source id (`kubernetes:homelab`) and when it was last current. */
  source: z.string().optional(),
  asOf: z.string().optional(),
  links: z.array(z.object({ title: z.string(), url: z.string() })),
});
/** @public */
export type DeliveryRow = z.infer<typeof deliveryRowSchema>;

/** @public */
export const entityDeliverySchema = z.object({
  entityRef: z.string(),
  rows: z.array(deliveryRowSchema),
  now: z.string(),
});
/** @public */
export type EntityDelivery = z.infer<typeof entityDeliverySchema>;

/** @public */
export const transitionEntrySchema = z.object({
  kind: z.literal('transition'),
  id: z.string(),
  /** ISO 8601; whose time it is, `timing` says. */
  at: z.string(),
  timing: z.enum(turnTimings),
  application: applicationRefSchema,
  entityRef: z.string().optional(),
  environment: z.string().optional(),
  field: z.enum(transitionFields),
  /** Absent for the first deployment that is known. */
  from: z.string().optional(),
  /** Argo CD's word, the revisions (by comma), or the gate. */
  to: z.string(),
  by: z.string().optional(),
  message: z.string().optional(),
});

/** @public */
export type TransitionEntry = z.infer<typeof transitionEntrySchema>;

/** What a person asked for; attempts the policy denied are in the audit alone. @public */
export const actionEntrySchema = z.object({
  kind: z.literal('action'),
  /** Of the audit event. */
  id: z.string(),
  at: z.string(),
  actor: z.string(),
  /** `delivery.sync`, `change.merge` … */
  action: z.string(),
  target: z.string(),
  application: applicationRefSchema.optional(),
  entityRef: z.string().optional(),
  reason: z.string().optional(),
  decision: z.enum(['allowed', 'guarded']),
  decisionReason: z.string().optional(),
  result: z.enum(['pending', 'succeeded', 'failed', 'none']),
  resultMessage: z.string().optional(),
  finishedAt: z.string().optional(),
});

/** @public */
export const activityEntrySchema = z.discriminatedUnion('kind', [
  transitionEntrySchema,
  actionEntrySchema,
]);
/** @public */
export type ActivityEntry = z.infer<typeof activityEntrySchema>;

/** Newest first. @public */
export const activityPageSchema = z.object({
  entries: z.array(activityEntrySchema),
  nextCursor: z.string().optional(),
  now: z.string(),
});
/** @public */
export type ActivityPage = z.infer<typeof activityPageSchema>;
