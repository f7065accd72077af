import { z } from 'zod';

const sourceSchema = z.looseObject({
  repoURL: z.string(),
  targetRevision: z.string().default('HEAD'),
  path: z.string().optional(),
  chart: z.string().optional(),
  ref: z.string().optional(),
  helm: z.looseObject({ releaseName: z.string().optional() }).optional(),
  directory: z
    .looseObject({
      recurse: z.boolean().optional(),
      include: z.string().optional(),
      exclude: z.string().optional(),
    })
    .optional(),
});
export type ApplicationSource = z.infer<typeof sourceSchema>;

const automatedSchema = z.looseObject({
  enabled: z.boolean().optional(),
  prune: z.boolean().optional(),
  selfHeal: z.boolean().optional(),
});

/**
 * What the simulation reads of an Application's spec; `source` and `sources`
 * come as one list. Everything else is kept on the object and not looked at.
 */
export const applicationSpecSchema = z
  .looseObject({
    project: z.string(),
    source: sourceSchema.optional(),
    sources: z.array(sourceSchema).optional(),
    destination: z.looseObject({
      name: z.string().optional(),
      server: z.string().optional(),
      namespace: z.string().default('default'),
    }),
    syncPolicy: z
      .looseObject({
        automated: automatedSchema.nullish(),
        syncOptions: z.array(z.string()).optional(),
        managedNamespaceMetadata: z
          .looseObject({ labels: z.record(z.string(), z.string()).optional() })
          .optional(),
      })
      .optional(),
    revisionHistoryLimit: z.number().int().nonnegative().optional(),
  })
  .transform(spec => ({
    project: spec.project,
    destination: spec.destination,
    syncPolicy: spec.syncPolicy ?? {},
    sources: spec.sources ?? (spec.source ? [spec.source] : []),
    isMultiSource: spec.sources !== undefined,
    /** Argo CD keeps ten where nothing is said. */
    historyLimit: spec.revisionHistoryLimit ?? 10,
  }));

export type ApplicationSpec = z.infer<typeof applicationSpecSchema>;

const known = new WeakMap<object, ApplicationSpec>();

/**
 * The spec of an Application as the simulation reads it; undefined where it
 * cannot be. Specs never change in place, so each is read once.
 */
export function specOf(application: {
  spec: Record<string, unknown>;
}): ApplicationSpec | undefined {
  const before = known.get(application.spec);
  if (before) return before;
  const parsed = applicationSpecSchema.safeParse(application.spec);
  if (parsed.success) known.set(application.spec, parsed.data);
  return parsed.data;
}

/** Argo CD's own rule; `enabled` exists since 3.1. */
export const isAutomated = (spec: ApplicationSpec) =>
  spec.syncPolicy.automated !== undefined &&
  spec.syncPolicy.automated !== null &&
  spec.syncPolicy.automated.enabled !== false;
