import { z } from 'zod';
import { dns1123Label } from '../ids';
import { durationSchema, percentageSchema } from './values';

const name = z.string().regex(dns1123Label, {
  error:
    'expected a DNS-1123 label: lower case letters, digits and -, at most 63 characters',
});
const text = z.string().min(1).max(10_000);
const url = z.url({
  protocol: /^https?$/,
  error: 'expected an http or https address',
});
const link = z.strictObject({
  url,
  title: text.optional(),
  icon: text.optional(),
  type: text.optional(),
});
const stringMap = z.record(z.string(), z.string());

const metadata = z.strictObject({
  name,
  title: text.optional(),
  description: text.optional(),
  labels: stringMap.optional(),
  tags: z
    .array(
      z.string().regex(/^[a-z0-9:+#]+(-[a-z0-9:+#]+)*$/, {
        error: 'expected a tag of lower case letters, digits, :, +, # and -',
      }),
    )
    .optional(),
  links: z.array(link).optional(),
  annotations: stringMap.optional(),
});

/** Who answers for it. `team` is required wherever an owner is given. @public */
export const ownerSchema = z.strictObject({
  team: name,
  slack: text.optional(),
  email: z.email().optional(),
  oncall: url.optional(),
});

/** @public */
export const environmentSchema = z.strictObject({
  cluster: name.optional(),
  namespace: name.optional(),
  autoSync: z.boolean().optional(),
  replicas: z.int().min(0).optional(),
  resources: z
    .strictObject({
      requests: stringMap.optional(),
      limits: stringMap.optional(),
    })
    .optional(),
  path: text.optional(),
});

/** `500ms` is short for `{ threshold: 500ms, target: 95% }`. @public */
export const latencySchema = z
  .union(
    [
      durationSchema,
      z.strictObject({ threshold: durationSchema, target: percentageSchema }),
    ],
    {
      error: 'expected a duration such as 500ms, or { threshold, target }',
    },
  )
  .transform(value =>
    typeof value === 'string' ? { threshold: value, target: 0.95 } : value,
  );

const isoDate = z.union([z.iso.date(), z.iso.datetime({ offset: true })], {
  error: 'expected a date such as 2026-01-01',
});

/** The promise to users. @public */
export const slaSchema = z.strictObject({
  availability: percentageSchema.optional(),
  latency: latencySchema.optional(),
  throughput: text.optional(),
  rpo: durationSchema.optional(),
  rto: durationSchema.optional(),
  period: z
    .strictObject({
      calendar: z.enum(['week', 'month', 'quarter', 'year']),
      timeZone: text.optional(),
    })
    .optional(),
  exclusions: z
    .array(z.strictObject({ start: isoDate, end: isoDate, reason: text }))
    .optional(),
  credits: z
    .array(
      z.strictObject({ below: percentageSchema, credit: percentageSchema }),
    )
    .optional(),
  effectiveFrom: isoDate.optional(),
});

/** @public */
export const sliSchema = z.strictObject({
  class: name,
  /** Only for class `custom`: PromQL that counts bad and total events. */
  bad: text.optional(),
  total: text.optional(),
});

/** An internal objective. @public */
export const sloSchema = z.strictObject({
  name,
  target: percentageSchema,
  threshold: durationSchema.optional(),
  window: durationSchema.default('30d'),
  sli: sliSchema,
  environment: name.optional(),
  description: text.optional(),
});

const errorBudgetPolicy = z.enum(['none', 'warn', 'block']);

const dependency = z
  .union(
    [text, z.strictObject({ path: text, critical: z.boolean().default(true) })],
    {
      error:
        'expected a tree path such as platform/data/mongodb, or { path, critical }',
    },
  )
  .transform(value =>
    typeof value === 'string' ? { path: value, critical: true } : value,
  );

/** service.yaml, any layer. The input side is what people write. @public */
export const serviceSchema = z.strictObject({
  apiVersion: z.string(),
  kind: z.literal('Service'),
  metadata,
  spec: z.strictObject({
    type: z.enum(['service', 'platform', 'infrastructure']).optional(),
    lifecycle: z.enum(['experimental', 'production', 'deprecated']).optional(),
    owner: ownerSchema.optional(),
    environments: z
      .record(name, environmentSchema)
      .refine(map => Object.keys(map).length > 0, {
        error:
          'an empty map of environments; leave it out for production alone',
      })
      .optional(),
    sla: slaSchema.optional(),
    slos: z.array(sloSchema).optional(),
    errorBudgetPolicy: errorBudgetPolicy.optional(),
    dependencies: z.array(dependency).optional(),
    monitoring: z
      .strictObject({
        enabled: z.boolean().default(true),
        dashboards: z.array(text).optional(),
        alerts: z.array(text).optional(),
        runbook: url.optional(),
        traces: text.optional(),
        logs: text.optional(),
      })
      .optional(),
    security: z
      .strictObject({
        networkPolicies: z.boolean().optional(),
        podSecurityStandards: z
          .enum(['privileged', 'baseline', 'restricted'])
          .optional(),
        imageScanRequired: z.boolean().optional(),
        secrets: text.optional(),
      })
      .optional(),
    backup: z
      .strictObject({ schedule: text, retention: durationSchema.optional() })
      .optional(),
    origin: z
      .strictObject({
        template: name,
        version: text,
        values: z.record(z.string(), z.unknown()),
      })
      .optional(),
  }),
});

/** A parsed service.yaml: percentages are ratios, shorthands are expanded. @public */
export type ServiceDefinition = z.output<typeof serviceSchema>;

/** A Team document of bootstrap/teams.yaml. @public */
export const teamSchema = z.strictObject({
  apiVersion: z.string(),
  kind: z.literal('Team'),
  metadata,
  spec: z.strictObject({
    parent: name.optional(),
    type: text.default('team'),
    email: z.email().optional(),
    slack: text.optional(),
    oncall: url.optional(),
    owns: z.array(text).default([]),
    members: z
      .array(
        z.strictObject({
          name,
          role: z.enum(['lead', 'member']).default('member'),
          displayName: text.optional(),
          email: z.email().optional(),
        }),
      )
      .default([]),
    errorBudgetPolicy: errorBudgetPolicy.optional(),
  }),
});

/** @public */
export type TeamDefinition = z.output<typeof teamSchema>;
