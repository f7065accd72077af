import type { Entity } from '@backstage/catalog-model';
import { z } from 'zod';

/** Annotations and labels that Strata puts on entities. @public */
export const strataAnnotations = {
  path: 'strata.dev/path',
  tree: 'strata.dev/tree',
} as const;

/** Labels, because the catalog can filter and count by them. @public */
export const strataLabels = {
  layer: 'strata.dev/layer',
  area: 'strata.dev/area',
  core: 'strata.dev/core',
  ownerSource: 'strata.dev/owner-source',
} as const;

const contact = {
  slack: z.string().optional(),
  email: z.string().optional(),
  oncall: z.string().optional(),
};

/** One environment as declared, in promotion order. @public */
export const strataEnvironmentSchema = z.object({
  name: z.string(),
  /** False where nothing is declared and `production` is assumed. */
  declared: z.boolean(),
  cluster: z.string().optional(),
  namespace: z.string().optional(),
  autoSync: z.boolean().optional(),
});

/** The promise as declared; percentages are ratios in (0, 1]. @public */
export const strataSlaSchema = z.object({
  availability: z.number().optional(),
  latency: z.object({ threshold: z.string(), target: z.number() }).optional(),
  throughput: z.string().optional(),
  rpo: z.string().optional(),
  rto: z.string().optional(),
  period: z
    .object({ calendar: z.string(), timeZone: z.string().optional() })
    .optional(),
  exclusions: z
    .array(z.object({ start: z.string(), end: z.string(), reason: z.string() }))
    .optional(),
  credits: z
    .array(z.object({ below: z.number(), credit: z.number() }))
    .optional(),
  effectiveFrom: z.string().optional(),
});

/** An objective as declared; the target is a ratio. @public */
export const strataSloSchema = z.object({
  name: z.string(),
  target: z.number(),
  threshold: z.string().optional(),
  window: z.string(),
  sli: z.object({
    class: z.string(),
    bad: z.string().optional(),
    total: z.string().optional(),
  }),
  environment: z.string().optional(),
  description: z.string().optional(),
});

/**
 * `spec.strata` of a Component: what the tree declares about an item. It holds
 * no commit, so that a commit that changes nothing changes no entity.
 * @public
 */
export const strataSpecSchema = z.object({
  tree: z.string(),
  layer: z.string(),
  area: z.string().optional(),
  path: z.string(),
  owner: z.object({
    source: z.enum(['declared', 'inherited', 'unowned']),
    team: z.string().optional(),
    ...contact,
  }),
  environments: z.array(strataEnvironmentSchema),
  sla: strataSlaSchema.optional(),
  slos: z.array(strataSloSchema),
  errorBudgetPolicy: z.enum(['none', 'warn', 'block']).optional(),
  /** Present on items that bootstrap/core.yaml discovers; wave = sync-wave. */
  core: z.object({ wave: z.number() }).optional(),
});
/** @public */
export type StrataSpec = z.infer<typeof strataSpecSchema>;

/** `spec.strata` of the Group of a team. @public */
export const strataTeamSpecSchema = z.object({
  tree: z.string(),
  team: z.string(),
  owns: z.array(z.string()),
  ...contact,
});
/** @public */
export type StrataTeamSpec = z.infer<typeof strataTeamSpecSchema>;

/** `spec.strata` of a Component; undefined for entities of other origin. @public */
export function strataSpecOf(entity: Entity): StrataSpec | undefined {
  const result = strataSpecSchema.safeParse(entity.spec?.strata);
  return result.success ? result.data : undefined;
}

/** `spec.strata` of a team's Group; undefined for other groups. @public */
export function strataTeamSpecOf(entity: Entity): StrataTeamSpec | undefined {
  const result = strataTeamSpecSchema.safeParse(entity.spec?.strata);
  return result.success ? result.data : undefined;
}
