import { InputError } from '@backstage/errors';
import {
  type ApplicationRef,
  bulkSyncRequestSchema,
  dns1123Label,
  type EntityRef,
  entityRef,
  fleetQuerySchema,
  markRequestSchema,
  refreshRequestSchema,
  rollbackRequestSchema,
  syncRequestSchema,
  terminateRequestSchema,
} from '@strata/plugin-strata-common';
import { z } from 'zod';

export type ParsedSync = z.output<typeof syncRequestSchema>;
export type ParsedRefresh = z.output<typeof refreshRequestSchema>;
export type ParsedRollback = z.output<typeof rollbackRequestSchema>;
export type ParsedTerminate = z.output<typeof terminateRequestSchema>;
export type ParsedBulkSync = z.output<typeof bulkSyncRequestSchema>;
export type ParsedMark = z.output<typeof markRequestSchema>;

export const parseSync = (body: unknown) => parse(syncRequestSchema, body);
export const parseRefresh = (body: unknown) =>
  parse(refreshRequestSchema, body);

export const parseRollback = (body: unknown) =>
  parse(rollbackRequestSchema, body);
export const parseTerminate = (body: unknown) =>
  parse(terminateRequestSchema, body);
export const parseBulkSync = (body: unknown) =>
  parse(bulkSyncRequestSchema, body);
export const parseMark = (body: unknown) => parse(markRequestSchema, body);

/** A full entity ref, such as `component:default/n8n`. */
const entityRefText = z
  .string()
  .max(255)
  .regex(/^[a-z]+:[a-z0-9][-a-z0-9_.]*\/[a-z0-9][-a-z0-9_.]*$/i, {
    error: 'expected an entity ref such as component:default/n8n',
  })
  .transform(entityRef);

/** What pages are cut by. */
const paging = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(256).optional(),
};

const activityQuery = z.strictObject({
  owner: entityRefText.optional(),
  entity: entityRefText.optional(),
  /** Also what the owner's child teams own. */
  inherited: z.stringbool().default(false),
  ...paging,
});

export type ActivityQuery = z.output<typeof activityQuery>;
export const parseActivity = (query: unknown) => parse(activityQuery, query);

export const parseFleet = (query: unknown) => parse(fleetQuerySchema, query);

function parse<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const read = schema.safeParse(body);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new InputError(`${issue.path.join('.') || 'body'}: ${issue.message}`);
  }
  return read.data;
}

/** Names are checked by the action, before it does anything else. */
export function applicationRefOf(
  params: Record<string, string>,
): ApplicationRef {
  const { cluster, namespace, name } = params;
  return { cluster, namespace, name };
}

/** @throws InputError that names the field */
export function entityRefOf(params: Record<string, string>): EntityRef {
  for (const field of ['kind', 'namespace', 'name']) {
    if (!dns1123Label.test(params[field].toLowerCase())) {
      throw new InputError(
        `${field} must be a DNS-1123 label: lower case letters, digits and "-"`,
      );
    }
  }
  return entityRef(`${params.kind}:${params.namespace}/${params.name}`);
}
