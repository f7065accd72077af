import { z } from 'zod';
import { findingSchema } from './finding';

/** @public */
export const treeStatusSchema = z.object({
  id: z.string(),
  title: z.string(),
  root: z.string(),
  repository: z.string().optional(),
  /** Revision whose snapshot is in force. */
  acceptedRevision: z.string().optional(),
  acceptedAt: z.string().optional(),
  committedAt: z.string().optional(),
  /** Last time a read was complete, whether or not anything changed. */
  lastReadAt: z.string().optional(),
  lastReadRevision: z.string().optional(),
  lastError: z.string().optional(),
  /** A read that would remove too much waits here. */
  heldBack: z
    .object({
      revision: z.string(),
      at: z.string(),
      reason: z.string(),
      removed: z.array(z.string()),
    })
    .optional(),
  /** Absent until a first read was accepted: nothing is not zero. */
  counts: z
    .object({
      items: z.number(),
      teams: z.number(),
      errors: z.number(),
      warnings: z.number(),
    })
    .optional(),
});
/** @public */
export type TreeStatus = z.infer<typeof treeStatusSchema>;

/** @public */
export const treesResponseSchema = z.object({
  now: z.string(),
  trees: z.array(treeStatusSchema),
});
/** @public */
export type TreesResponse = z.infer<typeof treesResponseSchema>;

/** A finding with the entity and the links a page needs. @public */
export const locatedFindingSchema = findingSchema.extend({
  entityRef: z.string().optional(),
  /** Link to file and line on the git host, where there is one. */
  url: z.string().optional(),
});
/** @public */
export type LocatedFinding = z.infer<typeof locatedFindingSchema>;

/** @public */
export const findingsResponseSchema = z.object({
  tree: z.string(),
  revision: z.string().optional(),
  asOf: z.string().optional(),
  findings: z.array(locatedFindingSchema),
});
/** @public */
export type FindingsResponse = z.infer<typeof findingsResponseSchema>;

/** The accepted snapshot as the catalog applies it; `etag` = hash of the entities. @public */
export const snapshotEntitiesSchema = z.object({
  tree: z.string(),
  revision: z.string(),
  etag: z.string(),
  entities: z.array(z.object({ entity: z.any(), locationKey: z.string() })),
});
/** @public */
export type SnapshotEntities = z.infer<typeof snapshotEntitiesSchema>;
