import { z } from 'zod';
import type { Request } from '../http/Server';
import { kubeObjectSchema } from '../kubernetes/objects';
import { ArgoFailure } from './apiFailure';

/** Where a request says which Application it means. */
export const whereSchema = z.looseObject({
  appNamespace: z.string().optional(),
  project: z.string().optional(),
});

export const syncSchema = whereSchema.extend({
  revision: z.string().optional(),
  dryRun: z.boolean().optional(),
  prune: z.boolean().optional(),
  strategy: z.unknown().optional(),
  resources: z
    .array(
      z.looseObject({
        group: z.string().optional(),
        kind: z.string(),
        name: z.string(),
        namespace: z.string().optional(),
      }),
    )
    .optional(),
  infos: z
    .array(z.looseObject({ name: z.string(), value: z.string() }))
    .optional(),
  syncOptions: z
    .looseObject({ items: z.array(z.string()).optional() })
    .optional(),
});

export const rollbackSchema = whereSchema.extend({
  id: z.coerce.number().int(),
  dryRun: z.boolean().optional(),
  prune: z.boolean().optional(),
});

/** A set whose Applications are asked for. */
export const generateSchema = z.looseObject({
  applicationSet: kubeObjectSchema,
});

export const fromQuery = (query: URLSearchParams) => ({
  appNamespace: query.get('appNamespace') ?? undefined,
  project: query.get('project') ?? undefined,
});

/** @throws ArgoFailure InvalidArgument, where the body is not as it should be */
export function parseBody<T>(schema: z.ZodType<T>, request: Request): T {
  let value: unknown = {};
  try {
    if (request.body.length > 0)
      value = JSON.parse(request.body.toString('utf8'));
  } catch (error) {
    throw new ArgoFailure('InvalidArgument', `invalid JSON: ${String(error)}`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ArgoFailure('InvalidArgument', z.prettifyError(parsed.error));
}

export type Where = z.infer<typeof whereSchema>;
export type SyncRequest = z.infer<typeof syncSchema>;
export type RollbackRequest = z.infer<typeof rollbackSchema>;
export type GenerateRequest = z.infer<typeof generateSchema>;
