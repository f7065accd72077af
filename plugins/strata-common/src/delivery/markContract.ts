import { z } from 'zod';

/** @public */
export const markSchema = z.object({
  repository: z.string(),
  /** As Argo CD compares it: a commit SHA or a chart version. */
  revision: z.string(),
  verdict: z.enum(['good', 'bad']),
  reason: z.string(),
  /** For this entity alone; for everything that uses it where left out. */
  entityRef: z.string().optional(),
  by: z.string(),
  at: z.string(),
});
/** @public */
export type Mark = z.infer<typeof markSchema>;

/** @public */
export const markRequestSchema = z.strictObject({
  repository: z.string().min(1).max(1024),
  revision: z
    .string()
    .max(255)
    .regex(/^[A-Za-z0-9][A-Za-z0-9._+-]*$/, {
      error: 'expected a commit SHA or a version',
    }),
  verdict: z.enum(['good', 'bad']),
  reason: z.string().trim().min(1).max(500),
  entityRef: z
    .string()
    .max(255)
    .regex(/^[a-z]+:[a-z0-9][-a-z0-9_.]*\/[a-z0-9][-a-z0-9_.]*$/i, {
      error: 'expected an entity ref such as component:default/n8n',
    })
    .optional(),
  idempotencyKey: z
    .string()
    .min(8)
    .max(128)
    .regex(/^[A-Za-z0-9_-]+$/),
});
/** @public */
export type MarkRequest = z.input<typeof markRequestSchema>;
