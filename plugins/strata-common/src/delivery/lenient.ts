import { z } from 'zod';

/**
 * Readers for objects that others write: a field of the wrong type counts as
 * not reported, so that one odd field never hides the rest of an object.
 */
export const text = z.string().min(1).optional().catch(undefined);
export const flag = z.boolean().optional().catch(undefined);
export const whole = z.number().int().optional().catch(undefined);
export const texts = listOf(z.string());
export const textMap = z
  .record(z.string(), z.unknown())
  .catch({})
  .default({})
  .transform(map =>
    Object.fromEntries(
      Object.entries(map).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    ),
  );

/** Elements that cannot be read are left out; no list is an empty list. */
export function listOf<T extends z.ZodType>(element: T) {
  return z
    .array(z.unknown())
    .catch([])
    .default([])
    .transform(list =>
      list.flatMap((item): z.output<T>[] => {
        const read = element.safeParse(item);
        return read.success ? [read.data] : [];
      }),
    );
}

/** An object that is absent, or no object at all, is not reported. */
export function part<T extends z.ZodType>(object: T) {
  return object.optional().catch(undefined);
}

/** RFC 3339 time; anything else is not reported. */
export const time = z
  .string()
  .refine(value => !Number.isNaN(Date.parse(value)))
  .optional()
  .catch(undefined);

/** What every Kubernetes object is identified by. */
export const identity = z.object({
  name: z.string().min(1),
  namespace: z.string().min(1),
  uid: z.string().catch('').default(''),
  resourceVersion: z.string().catch('').default(''),
  labels: textMap,
  annotations: textMap,
  creationTimestamp: time,
  deletionTimestamp: time,
  ownerReferences: listOf(z.object({ kind: z.string(), name: z.string() })),
});
