import { z } from 'zod';
import { severities } from '../severity';
import { changeSchema } from '../changes/contract';
import { deliveryRowSchema } from '../delivery/contract';
import { promiseSchema, sloRowSchema } from '../sla/contract';
import { sourceStatusSchema } from '../sources/contract';
import { locatedFindingSchema } from '../tree/contract';

const severity = z.enum(severities);

/** Counts per severity and per status. Counts are summed, never averaged. @public */
export const statusCountsSchema = z.object({
  bySeverity: z.record(severity, z.number()),
  byStatus: z.record(z.string(), z.number()),
});
/** @public */
export type StatusCounts = z.infer<typeof statusCountsSchema>;

/** @public */
export const ownerProfileSchema = z.object({
  ref: z.string(),
  name: z.string(),
  title: z.string(),
  type: z.string().optional(),
  description: z.string().optional(),
  email: z.string().optional(),
  slack: z.string().optional(),
  oncall: z.string().optional(),
  parent: z.string().optional(),
  children: z.array(z.string()),
});
/** @public */
export type OwnerProfile = z.infer<typeof ownerProfileSchema>;

/** One row of the team dashboard: an item across its environments. @public */
export const ownerItemSchema = z.object({
  entityRef: z.string(),
  name: z.string(),
  title: z.string(),
  path: z.string(),
  layer: z.string(),
  area: z.string().optional(),
  type: z.string(),
  /** Team that owns it, and how that was found. */
  owner: z.string(),
  ownerSource: z.enum(['declared', 'inherited', 'unowned']),
  severity,
  rows: z.array(deliveryRowSchema),
  promise: promiseSchema.optional(),
  slos: z.array(sloRowSchema),
  findings: z.array(locatedFindingSchema),
  openChanges: z.number(),
});
/** @public */
export type OwnerItem = z.infer<typeof ownerItemSchema>;

/** Everything a team owns, worst first. @public */
export const ownerOverviewSchema = z.object({
  owner: ownerProfileSchema,
  severity,
  items: z.array(ownerItemSchema),
  delivery: statusCountsSchema,
  slo: statusCountsSchema.extend({ met: z.number(), measured: z.number() }),
  openChanges: z.array(changeSchema),
  findings: z.object({ errors: z.number(), warnings: z.number() }),
  /** Union of environments in promotion order: the columns of the matrix. */
  environments: z.array(z.string()),
  sources: z.array(sourceStatusSchema),
  now: z.string(),
});
/** @public */
export type OwnerOverview = z.infer<typeof ownerOverviewSchema>;

/** @public */
export const ownerSummarySchema = z.object({
  owner: ownerProfileSchema,
  severity,
  items: z.number(),
  delivery: statusCountsSchema,
  slo: statusCountsSchema.extend({ met: z.number(), measured: z.number() }),
  openChanges: z.number(),
  findings: z.object({ errors: z.number(), warnings: z.number() }),
});
/** @public */
export type OwnerSummary = z.infer<typeof ownerSummarySchema>;

/** @public */
export const ownersResponseSchema = z.object({
  owners: z.array(ownerSummarySchema),
  sources: z.array(sourceStatusSchema),
  now: z.string(),
});
/** @public */
export type OwnersResponse = z.infer<typeof ownersResponseSchema>;
