import { z } from 'zod';
import { dns1123Label } from '../ids';

const name = z.string().regex(dns1123Label, {
  error:
    'expected a DNS-1123 label: lower case letters, digits and -, at most 63 characters',
});
const text = z.string().min(1).max(1_000);
const instant = z.iso.datetime({
  offset: true,
  error: 'expected a time with its zone, such as 2026-12-20T18:00:00+01:00',
});

/** What a lock holds; of several fields all must fit. @public */
export const lockScopeSchema = z
  .strictObject({
    /** A team, with the teams below it. */
    team: name.optional(),
    /** Path or glob of items, as in `owns`: `services/n8n`, `platform/data`. */
    item: text.optional(),
    environment: name.optional(),
    layer: name.optional(),
  })
  .refine(scope => Object.keys(scope).length > 0, {
    error: 'expected at least one of team, item, environment and layer',
  });

/** A Lock document of bootstrap/locks.yaml: a freeze. @public */
export const lockSchema = z.strictObject({
  apiVersion: z.string(),
  kind: z.literal('Lock'),
  metadata: z.strictObject({
    name,
    title: text.optional(),
    annotations: z.record(z.string(), z.string()).optional(),
  }),
  spec: z
    .strictObject({
      scope: lockScopeSchema,
      reason: text,
      /** Left out: in force since it was merged. */
      from: instant.optional(),
      /** Left out: until it is removed. */
      until: instant.optional(),
      by: text.optional(),
      /** Teams whose people may break it, of those who may break any. */
      breakGlass: z.array(name).optional(),
    })
    .refine(
      ({ from, until }) =>
        from === undefined ||
        until === undefined ||
        Date.parse(from) < Date.parse(until),
      { error: 'expected until to be later than from', path: ['until'] },
    ),
});

/** @public */
export type LockDefinition = z.output<typeof lockSchema>;
