import { z } from 'zod';

/**
 * Health of one upstream. `asOf` is when its data was last known to be
 * complete and current; `undefined` means never.
 * @public
 */
export const sourceStatusSchema = z.object({
  /** `tree:platform`, `kubernetes:homelab`, `argocd:main`, `prometheus:main`. */
  id: z.string(),
  kind: z.enum(['tree', 'kubernetes', 'argocd', 'prometheus']),
  title: z.string(),
  state: z.enum(['connecting', 'connected', 'degraded', 'unreachable']),
  /** ISO 8601. */
  asOf: z.string().optional(),
  /** Since when it is in this state, ISO 8601. */
  since: z.string(),
  /** Age in seconds from which its data counts as stale. */
  staleAfterSeconds: z.number(),
  /** What is wrong, in words for the person who reads the page. */
  error: z.string().optional(),
  /** Free text of the configuration, for example "simulated". */
  note: z.string().optional(),
  /** Counters for people who look closer: items, restarts, last revision. */
  detail: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

/** @public */
export type SourceStatus = z.infer<typeof sourceStatusSchema>;

/** @public */
export const sourcesResponseSchema = z.object({
  now: z.string(),
  sources: z.array(sourceStatusSchema),
});
/** @public */
export type SourcesResponse = z.infer<typeof sourcesResponseSchema>;
