import { z } from 'zod';
import type { Tree } from '../tree/model';
import { fieldTypes, FieldValue } from './fieldTypes';
import { FieldIssue, InvalidIntentError } from './issues';
import type { TemplateManifest } from './manifest';
import { join, referenceIn } from './references';

/** Values of an intent, complete and valid for their template. @public */
export type TemplateValues = Readonly<Record<string, FieldValue>>;

/**
 * Validates what a form or an action sent, and fills the defaults in.
 * @throws InvalidIntentError with every field that is wrong.
 * @public
 */
export function resolveValues(
  manifest: TemplateManifest,
  raw: Readonly<Record<string, unknown>>,
): TemplateValues {
  const issues: FieldIssue[] = [];
  const values: Record<string, FieldValue> = {};
  const { fields } = manifest.spec;
  for (const [name, field] of Object.entries(fields)) {
    const given = Object.hasOwn(raw, name) ? raw[name] : undefined;
    const absent = given === undefined || given === null || given === '';
    const value = absent ? defaultOf(field.default, values) : given;
    if (value === undefined) {
      if (!field.optional) {
        issues.push({ field: name, message: `${field.title} is missing` });
      }
      continue;
    }
    const parsed = fieldTypes[field.type].schema.safeParse(value);
    if (parsed.success) values[name] = parsed.data;
    else issues.push({ field: name, message: messageOf(parsed.error) });
  }
  for (const name of Object.keys(raw)) {
    if (!Object.hasOwn(fields, name)) {
      issues.push({
        field: name.slice(0, 63),
        message: `${manifest.metadata.name} has no such field`,
      });
    }
  }
  if (issues.length > 0) throw new InvalidIntentError(issues);
  return values;
}

/**
 * What the tree at head has against the values, field by field. A value that
 * was only derived from a wrong one is not reported beside it.
 * @public
 */
export function checkValuesInTree(
  manifest: TemplateManifest,
  values: TemplateValues,
  tree: Tree,
): FieldIssue[] {
  const issues = new Map<string, FieldIssue>();
  for (const [name, field] of Object.entries(manifest.spec.fields)) {
    const value = values[name];
    if (value === undefined) continue;
    const message = fieldTypes[field.type].inTree?.(value, tree);
    if (message === undefined) continue;
    const derived =
      Array.isArray(field.default) &&
      defaultOf(field.default, values) === value &&
      field.default.some(part => issues.has(referenceIn(part) ?? ''));
    if (!derived) issues.set(name, { field: name, message });
  }
  return [...issues.values()];
}

/** Undefined while a field the default is joined from is not valid itself. */
function defaultOf(
  literal: FieldValue | string[] | undefined,
  values: TemplateValues,
): FieldValue | undefined {
  if (!Array.isArray(literal)) return literal;
  try {
    return join(literal, new Map(Object.entries(values)));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function messageOf(error: z.ZodError): string {
  return error.issues.map(issue => issue.message).join('; ');
}
