import { z } from 'zod';

/** @public */
export const findingSeverities = ['error', 'warning', 'info'] as const;

/**
 * One thing a check has to say about a place in the tree.
 * `path` is relative to the repository, `line` and `column` count from 1
 * (the start of the file where nothing more precise is known).
 * @public
 */
export const findingSchema = z.object({
  code: z.string(),
  severity: z.enum(findingSeverities),
  path: z.string(),
  line: z.int().min(1),
  column: z.int().min(1),
  message: z.string(),
  remedy: z.string(),
  /** The item it belongs to, by tree path; absent for whole-tree findings. */
  item: z.string().optional(),
});

/** @public */
export type Finding = z.infer<typeof findingSchema>;

/** @public */
export type FindingSeverity = Finding['severity'];
