import { z } from 'zod';

const images = z.array(
  z.strictObject({
    name: z.string(),
    newName: z.string().optional(),
    newTag: z.coerce.string().optional(),
    digest: z.string().optional(),
  }),
);

const labels = z.array(
  z.strictObject({
    pairs: z.record(z.string(), z.string()),
    includeSelectors: z.boolean().default(false),
    includeTemplates: z.boolean().default(false),
  }),
);

const target = z.strictObject({
  group: z.string().optional(),
  version: z.string().optional(),
  kind: z.string().optional(),
  name: z.string().optional(),
  namespace: z.string().optional(),
  labelSelector: z.string().optional(),
});

const generatorOptions = z.strictObject({
  disableNameSuffixHash: z.boolean().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
  immutable: z.boolean().optional(),
});

const generators = z.array(
  z.strictObject({
    name: z.string(),
    namespace: z.string().optional(),
    behavior: z.enum(['create', 'replace', 'merge']).default('create'),
    literals: z.array(z.string()).default([]),
    files: z.array(z.string()).default([]),
    envs: z.array(z.string()).default([]),
    type: z.string().optional(),
    options: generatorOptions.optional(),
  }),
);

/**
 * The part of a kustomization that the sandbox understands. Strict: what it
 * cannot build is said to be so, as a comparison error on the Application, and
 * never left out in silence.
 */
export const kustomizationSchema = z.strictObject({
  apiVersion: z.string().optional(),
  kind: z.string().optional(),
  metadata: z.unknown().optional(),
  namespace: z.string().optional(),
  namePrefix: z.string().default(''),
  nameSuffix: z.string().default(''),
  resources: z.array(z.string()).default([]),
  images: images.default([]),
  labels: labels.default([]),
  commonLabels: z.record(z.string(), z.string()).default({}),
  commonAnnotations: z.record(z.string(), z.string()).default({}),
  replicas: z
    .array(z.strictObject({ name: z.string(), count: z.number().int() }))
    .default([]),
  configMapGenerator: generators.default([]),
  secretGenerator: generators.default([]),
  generatorOptions: generatorOptions.optional(),
  patches: z
    .array(
      z.strictObject({
        path: z.string().optional(),
        patch: z.string().optional(),
        target: target.optional(),
        options: z.unknown().optional(),
      }),
    )
    .default([]),
});

export type Kustomization = z.infer<typeof kustomizationSchema>;
export type Generator = Kustomization['configMapGenerator'][number];
export type PatchTarget = z.infer<typeof target>;
