import { z } from 'zod';

/** @public */
export const auditEventSchema = z.object({
  id: z.string(),
  at: z.string(),
  /** User entity ref of the person. */
  actor: z.string(),
  /** `delivery.sync`, `change.merge`, `tree.release` … */
  action: z.string(),
  entityRef: z.string().optional(),
  target: z.string(),
  parameters: z.record(z.string(), z.unknown()),
  reason: z.string().optional(),
  decision: z.enum(['allowed', 'denied', 'guarded']),
  /** Guard code or policy reason when not allowed. */
  decisionReason: z.string().optional(),
  result: z.enum(['pending', 'succeeded', 'failed', 'none']),
  resultMessage: z.string().optional(),
  finishedAt: z.string().optional(),
});
/** @public */
export type AuditEvent = z.infer<typeof auditEventSchema>;

/** @public */
export const auditPageSchema = z.object({
  events: z.array(auditEventSchema),
  nextCursor: z.string().optional(),
});
/** @public */
export type AuditPage = z.infer<typeof auditPageSchema>;
