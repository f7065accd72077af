import { z } from 'zod';
import { findingSchema } from '../tree/finding';

/** @public */
export const changeIntentSchema = z.strictObject({
  tree: z.string().max(63),
  template: z.string().max(63),
  /** Validated by the template's own schema, again on the server. */
  values: z.record(z.string(), z.unknown()),
});
/** @public */
export type ChangeIntent = z.infer<typeof changeIntentSchema>;

/** @public */
export const changeFileSchema = z.object({
  path: z.string(),
  action: z.enum(['add', 'modify', 'delete']),
  /** Unified diff, without secrets. */
  diff: z.string(),
});
/** @public */
export type ChangeFile = z.infer<typeof changeFileSchema>;

/** What would happen; nothing was written. @public */
export const changePreviewSchema = z.object({
  /** Commit it was rendered on. */
  base: z.string(),
  title: z.string(),
  files: z.array(changeFileSchema),
  /** Findings the change would add to the whole tree. */
  added: z.array(findingSchema),
  removed: z.array(findingSchema),
  /** False when an error would be added: such a change is not opened. */
  acceptable: z.boolean(),
});
/** @public */
export type ChangePreview = z.infer<typeof changePreviewSchema>;

/** @public */
export const journeyStepSchema = z.object({
  id: z.enum([
    'opened',
    'merged',
    'in_catalog',
    'synced',
    'receiving_sli',
    'waiting_at_gate',
    'in_production',
  ]),
  environment: z.string().optional(),
  title: z.string(),
  state: z.enum(['done', 'current', 'pending', 'failed', 'unknown']),
  at: z.string().optional(),
  /** What shows it, or who must do what. */
  detail: z.string().optional(),
});
/** @public */
export type JourneyStep = z.infer<typeof journeyStepSchema>;

/** @public */
export const changeSchema = z.object({
  id: z.string(),
  tree: z.string(),
  template: z.string(),
  title: z.string(),
  state: z.enum(['open', 'merged', 'closed', 'conflicted']),
  author: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  branch: z.string(),
  base: z.string(),
  head: z.string(),
  mergeCommit: z.string().optional(),
  url: z.string().optional(),
  /** Entities it touches. */
  entityRefs: z.array(z.string()),
  /** Team on whose behalf. */
  owner: z.string().optional(),
  journey: z.array(journeyStepSchema),
  actions: z
    .object({
      merge: z.boolean(),
      close: z.boolean(),
      reason: z.string().optional(),
    })
    .optional(),
});
/** @public */
export type Change = z.infer<typeof changeSchema>;

/** @public */
export const changeListSchema = z.object({
  /** Newest first. */
  changes: z.array(changeSchema),
  /** Older ones that match are left out. */
  truncated: z.boolean(),
});
/** @public */
export type ChangeList = z.infer<typeof changeListSchema>;

/** @public */
export const changeDetailSchema = changeSchema.extend({
  files: z.array(changeFileSchema),
  added: z.array(findingSchema),
});
/** @public */
export type ChangeDetail = z.infer<typeof changeDetailSchema>;

/** @public */
export const createChangeRequestSchema = changeIntentSchema.extend({
  idempotencyKey: z
    .string()
    .min(8)
    .max(128)
    .regex(/^[A-Za-z0-9_-]+$/),
});
/** @public */
export type CreateChangeRequest = z.infer<typeof createChangeRequestSchema>;
