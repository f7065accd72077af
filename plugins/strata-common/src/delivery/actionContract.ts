import { z } from 'zod';
import { dns1123Label, dns1123Subdomain } from '../ids';
import { applicationRefSchema } from './contract';

/** Made by the client once per intent; a repeated POST acts once. */
const idempotencyKey = z
  .string()
  .min(8)
  .max(128)
  .regex(/^[A-Za-z0-9_-]+$/);
/** Required for gated environments, and to break a lock. */
const reason = z.string().trim().max(500).optional();
/** `gate.hash` of the page the person looked at. */
const gateHash = z.string().max(128);
/** Act though a lock is in force; a permission of its own. */
const breakGlass = z.boolean().default(false);

/** @public */
export const syncResourceSchema = z.strictObject({
  group: z.string().regex(dns1123Subdomain).or(z.literal('')).default(''),
  kind: z.string().regex(/^[A-Z][A-Za-z0-9]{0,62}$/),
  namespace: z.string().regex(dns1123Label).optional(),
  // RBAC objects have colons in their names.
  name: z.string().regex(/^[a-z0-9A-Z]([-a-zA-Z0-9_.:]{0,251}[a-zA-Z0-9])?$/),
});
/** @public */
export type SyncResource = z.output<typeof syncResourceSchema>;

/** @public */
export const syncRequestSchema = z.strictObject({
  idempotencyKey,
  reason,
  gateHash,
  prune: z.boolean().default(false),
  dryRun: z.boolean().default(false),
  /** Delete and recreate what cannot be changed in place. */
  force: z.boolean().default(false),
  /** Only these; such a sync adds nothing to the history. */
  resources: z.array(syncResourceSchema).min(1).max(500).optional(),
  breakGlass,
});
/** @public */
export type SyncRequest = z.input<typeof syncRequestSchema>;

/** @public */
export const refreshRequestSchema = z.strictObject({
  idempotencyKey,
  hard: z.boolean().default(false),
});
/** @public */
export type RefreshRequest = z.input<typeof refreshRequestSchema>;

/** @public */
export const actionAcceptedSchema = z.object({
  auditId: z.string(),
  /** False when the same idempotency key had acted before. */
  performed: z.boolean(),
});
/** @public */
export type ActionAccepted = z.infer<typeof actionAcceptedSchema>;

/** @public */
export const rollbackRequestSchema = z.strictObject({
  idempotencyKey,
  reason,
  gateHash,
  /** Id of an entry of the history; the first one is 0. */
  historyId: z.number().int().min(0),
  prune: z.boolean().default(false),
  dryRun: z.boolean().default(false),
  breakGlass,
});
/** @public */
export type RollbackRequest = z.input<typeof rollbackRequestSchema>;

/** @public */
export const terminateRequestSchema = z.strictObject({
  idempotencyKey,
  reason,
});
/** @public */
export type TerminateRequest = z.input<typeof terminateRequestSchema>;

/** Several syncs with one reason; each is judged by itself. @public */
export const bulkSyncRequestSchema = z.strictObject({
  reason,
  prune: z.boolean().default(false),
  dryRun: z.boolean().default(false),
  items: z
    .array(
      z.strictObject({
        application: applicationRefSchema.strict(),
        idempotencyKey,
        gateHash,
      }),
    )
    .min(1)
    .max(100),
});
/** @public */
export type BulkSyncRequest = z.input<typeof bulkSyncRequestSchema>;

/** @public */
export const bulkSyncResultSchema = z.object({
  results: z.array(
    z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('accepted'),
        application: applicationRefSchema,
        ...actionAcceptedSchema.shape,
      }),
      z.object({
        kind: z.literal('refused'),
        application: applicationRefSchema,
        /** As the single request would have been answered. */
        status: z.number(),
        /** Guard code, where a guard stood in the way. */
        code: z.string().optional(),
        reason: z.string(),
      }),
    ]),
  ),
});
/** @public */
export type BulkSyncResult = z.infer<typeof bulkSyncResultSchema>;
