import { z } from 'zod';
import { kubeObjectSchema, type KubeObject } from '../kubernetes/objects';

/** Who asked for an operation. */
const initiatorSchema = z.looseObject({
  username: z.string().optional(),
  automated: z.boolean().optional(),
});

const resourceRefSchema = z.looseObject({
  group: z.string().optional(),
  kind: z.string(),
  name: z.string(),
  namespace: z.string().optional(),
});
export type ResourceRef = z.infer<typeof resourceRefSchema>;

const syncSchema = z.looseObject({
  revision: z.string().optional(),
  revisions: z.array(z.string()).optional(),
  source: z.unknown().optional(),
  sources: z.array(z.unknown()).optional(),
  prune: z.boolean().optional(),
  dryRun: z.boolean().optional(),
  resources: z.array(resourceRefSchema).optional(),
  autoHealAttemptsCount: z.number().optional(),
});

/** `operation` of an Application: what is asked for. */
export const operationSchema = z.looseObject({
  sync: syncSchema.default({}),
  initiatedBy: initiatorSchema.optional(),
  info: z
    .array(z.looseObject({ name: z.string(), value: z.string() }))
    .optional(),
});
export type Operation = z.infer<typeof operationSchema>;

const historySchema = z.looseObject({
  id: z.number(),
  revision: z.string().optional(),
  revisions: z.array(z.string()).optional(),
  deployedAt: z.string(),
  deployStartedAt: z.string().optional(),
  source: z.unknown().optional(),
  sources: z.array(z.unknown()).optional(),
  initiatedBy: initiatorSchema.optional(),
});
export type HistoryEntry = z.infer<typeof historySchema>;

const operationStateSchema = z.looseObject({
  operation: operationSchema,
  phase: z.enum(['Running', 'Terminating', 'Succeeded', 'Failed', 'Error']),
  message: z.string().optional(),
  startedAt: z.string(),
  finishedAt: z.string().optional(),
  syncResult: z
    .looseObject({
      revision: z.string().optional(),
      revisions: z.array(z.string()).optional(),
    })
    .optional(),
});
export type OperationState = z.infer<typeof operationStateSchema>;

const statusSchema = z.looseObject({
  sync: z
    .looseObject({
      status: z.string(),
      revision: z.string().optional(),
      revisions: z.array(z.string()).optional(),
    })
    .optional(),
  health: z
    .looseObject({
      status: z.string(),
      lastTransitionTime: z.string().optional(),
    })
    .optional(),
  history: z.array(historySchema).optional(),
  operationState: operationStateSchema.optional(),
  reconciledAt: z.string().optional(),
  conditions: z
    .array(z.looseObject({ type: z.string(), message: z.string() }))
    .optional(),
  resources: z.array(z.looseObject({ kind: z.string() })).optional(),
});
export type ApplicationStatus = z.infer<typeof statusSchema>;

/** An Application as the controller reads it back from the store. */
export const applicationSchema = kubeObjectSchema.extend({
  spec: z.record(z.string(), z.unknown()),
  operation: operationSchema.optional(),
  status: statusSchema.optional(),
});
export type Application = z.infer<typeof applicationSchema>;

const known = new WeakMap<KubeObject, Application>();

/**
 * Reads an object of the store; it is known to be an Application. Stored
 * objects never change, so each is read once.
 */
export function asApplication(object: KubeObject): Application {
  const before = known.get(object);
  if (before) return before;
  const application = applicationSchema.parse(object);
  known.set(object, application);
  return application;
}
