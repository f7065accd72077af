import { z } from 'zod';
import { deliveryStatuses } from '../severity';
import { applicationRefSchema, deployedSchema, gateSchema } from './contract';

/** One Application of the fleet, whoever owns it. @public */
export const fleetRowSchema = z.object({
  application: applicationRefSchema.extend({ project: z.string() }),
  set: z.string().optional(),
  destination: z.object({
    cluster: z.string().optional(),
    namespace: z.string().optional(),
  }),
  claim: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('claimed'),
      entityRef: z.string(),
      environment: z.string(),
      owner: z.string(),
      /** More than one entity claims it. */
      ambiguous: z.boolean(),
    }),
    z.object({ kind: z.literal('unclaimed') }),
  ]),
  status: z.enum(deliveryStatuses),
  reason: z.string(),
  since: z.string().optional(),
  sync: z.string().optional(),
  health: z.string().optional(),
  newer: z.enum(['yes', 'no', 'unknown']),
  gate: gateSchema.pick({ live: true, gated: true, differs: true }),
  deployed: deployedSchema.optional(),
  images: z.array(z.string()),
});
/** @public */
export type FleetRow = z.infer<typeof fleetRowSchema>;

/** @public */
export const fleetSorts = [
  'status',
  'name',
  'project',
  'cluster',
  'deployed',
] as const;

const several = <T extends z.ZodType>(element: T) =>
  z
    .union([z.array(element), element.transform(one => [one])])
    .optional()
    .transform(list => list as z.output<T>[] | undefined);
const word = z.string().min(1).max(255);

/** Query of the fleet; parameters that may repeat mean any of them. @public */
export const fleetQuerySchema = z.strictObject({
  cluster: several(word),
  project: several(word),
  set: several(word),
  status: several(z.enum(deliveryStatuses)),
  /** Refs of Groups. */
  owner: several(word.transform(ref => ref.toLowerCase())),
  claim: z.enum(['claimed', 'unclaimed', 'ambiguous']).optional(),
  /** Part of a name, namespace, entity or image; case does not matter. */
  text: z.string().max(255).optional(),
  sort: z.enum(fleetSorts).default('status'),
  order: z.enum(['asc', 'desc']).default('asc'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().max(1024).optional(),
});
/** @public */
export type FleetQuery = z.output<typeof fleetQuerySchema>;

const countsSchema = z.record(z.string(), z.number());

/** @public */
export const fleetPageSchema = z.object({
  rows: z.array(fleetRowSchema),
  nextCursor: z.string().optional(),
  /** Of everything that matches, over all pages. */
  total: z.number(),
  /** What each choice would match beside the other filters. */
  counts: z.object({
    status: countsSchema,
    cluster: countsSchema,
    project: countsSchema,
  }),
  now: z.string(),
});
/** @public */
export type FleetPage = z.infer<typeof fleetPageSchema>;
