import { z } from 'zod';
import type { Finding } from './finding';
import { nearest } from './nearest';
import type { YamlDocument, YamlPath } from './yaml';

/** A document read through its schema. `value` is undefined when there are errors. @public */
export interface DefinitionResult<T> {
  value?: T;
  findings: Finding[];
}

/** Rounds of removing unknown fields; each one goes a union deeper. */
const maxRounds = 8;
/** Errors reported per document; more are the same mistake repeated. */
const maxIssues = 50;

/**
 * Reads a document through a strict zod schema. Unknown fields are warnings
 * with the nearest known name and do not stop the rest from being read; wrong
 * values are errors. Every finding stands on the line of its YAML node.
 * @public
 */
export function readDefinition<S extends z.ZodType>(
  schema: S,
  document: YamlDocument,
): DefinitionResult<z.output<S>> {
  const findings: Finding[] = [];
  let value: unknown = document.value;
  for (let round = 0; round < maxRounds; round++) {
    const result = schema.safeParse(value);
    if (result.success) return { value: result.data, findings };

    const problems = result.error.issues.flatMap(issue =>
      flattenIssue(issue, []),
    );
    const unknown = problems.filter(problem => problem.kind === 'unknown');
    const wrong = problems.filter(problem => problem.kind === 'wrong');
    for (const problem of unknown.slice(0, maxIssues)) {
      findings.push(unknownField(schema, document, problem.path));
    }
    if (wrong.length > 0) {
      // What is wrong now stays wrong; unknown fields beside it are reported above.
      for (const problem of wrong.slice(0, maxIssues)) {
        findings.push(wrongValue(schema, document, problem, value));
      }
      return { findings };
    }
    value = withoutPaths(
      value,
      unknown.map(problem => problem.path),
    );
  }
  findings.push({
    code: 'definition-invalid',
    severity: 'error',
    ...document.at([]),
    message: 'unknown fields are nested too deep to tell what is meant',
    remedy: 'Compare the file with docs/formats.md.',
  });
  return { findings };
}

type Problem =
  | { kind: 'unknown'; path: YamlPath }
  | { kind: 'wrong'; path: YamlPath; issue: z.core.$ZodIssue };

/** An issue without the unions around it: the branch that was meant, if one was. */
function flattenIssue(issue: z.core.$ZodIssue, prefix: YamlPath): Problem[] {
  const path: YamlPath = [
    ...prefix,
    ...issue.path.map(step => (typeof step === 'symbol' ? String(step) : step)),
  ];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => ({ kind: 'unknown', path: [...path, key] }));
  }
  if (issue.code === 'invalid_union') {
    const meant = issue.errors.filter(
      branch => !branch.some(inner => isOfOtherType(inner)),
    );
    if (meant.length === 1) {
      return meant[0].flatMap(inner => flattenIssue(inner, path));
    }
  }
  return [{ kind: 'wrong', path, issue }];
}

/** A branch of a union that expects another type altogether was not meant. */
function isOfOtherType(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'invalid_type' && issue.path.length === 0;
}

function unknownField(
  schema: z.ZodType,
  document: YamlDocument,
  path: YamlPath,
): Finding {
  const name = String(path[path.length - 1]);
  const known = knownKeys(schema, path.slice(0, -1));
  const near = nearest(name, known);
  return {
    code: 'field-unknown',
    severity: 'warning',
    ...document.keyAt(path),
    message: `${dotted(path)} is no known field`,
    remedy: near
      ? `Did you mean ${near}?`
      : `Remove it; known here: ${known.join(', ') || 'nothing'}.`,
  };
}

function wrongValue(
  schema: z.ZodType,
  document: YamlDocument,
  { path, issue }: { path: YamlPath; issue: z.core.$ZodIssue },
  root: unknown,
): Finding {
  const actual = valueAt(root, path);
  if (issue.code === 'invalid_key') {
    const inner = issue.issues[0]?.message ?? 'not a valid name';
    return {
      code: 'name-invalid',
      severity: 'error',
      ...document.keyAt(path),
      message: `${dotted(path)}: ${inner}`,
      remedy: 'Rename the key.',
    };
  }
  if (actual === undefined) {
    return {
      code: 'field-missing',
      severity: 'error',
      ...document.at(path),
      message: `${dotted(path)} is missing`,
      remedy: `Add ${String(path[path.length - 1])}${
        expectation(issue) ? ` (${expectation(issue)})` : ''
      }.`,
    };
  }
  return {
    code: issue.code === 'invalid_type' ? 'field-type' : 'field-value',
    severity: 'error',
    ...document.at(path),
    message: `${dotted(path)}: ${complaint(issue)}, got ${describe(actual)}`,
    remedy: remedyOf(schema, issue, path, actual),
  };
}

function complaint(issue: z.core.$ZodIssue): string {
  return expectation(issue) ?? issue.message.replace(/^Invalid input: /, '');
}

/** What would have been right, in words of the file. */
function expectation(issue: z.core.$ZodIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${typeWord(issue.expected)}`;
    case 'invalid_value':
      return `expected ${
        issue.values.length === 1 ? '' : 'one of '
      }${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return issue.origin === 'string'
        ? 'expected a text that is not empty'
        : `expected at least ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'string'
        ? `expected at most ${issue.maximum} characters`
        : `expected at most ${issue.maximum}`;
    case 'invalid_format':
      return issue.format === 'email'
        ? 'expected an e-mail address'
        : undefined;
    default:
      return undefined;
  }
}

function typeWord(expected: string): string {
  switch (expected) {
    case 'object':
    case 'record':
      return 'a map';
    case 'array':
      return 'a list';
    case 'boolean':
      return 'true or false';
    case 'string':
      return 'a text';
    case 'int':
      return 'a whole number';
    case 'number':
      return 'a number';
    default:
      return expected;
  }
}

function remedyOf(
  schema: z.ZodType,
  issue: z.core.$ZodIssue,
  path: YamlPath,
  actual: unknown,
): string {
  if (issue.code === 'invalid_value' && typeof actual === 'string') {
    const near = nearest(actual, issue.values.map(String));
    if (near) return `Did you mean ${near}?`;
  }
  if (issue.code === 'invalid_type') {
    if (issue.expected === 'string' && typeof actual !== 'object') {
      return `Put it in quotes: "${String(actual)}".`;
    }
    if (issue.expected === 'boolean') {
      return 'Write true or false, without quotes.';
    }
    if (issue.expected === 'object' || issue.expected === 'record') {
      const known = knownKeys(schema, path);
      if (known.length > 0) return `Write a map of ${known.join(', ')}.`;
    }
  }
  return `Correct ${dotted(path)}; docs/formats.md has the format.`;
}

/** Fields a schema knows at a path, through optionals, lists, maps and unions. */
function knownKeys(schema: z.core.$ZodType, path: YamlPath): string[] {
  const type = unwrap(schema);
  if (type instanceof z.ZodUnion) {
    return [
      ...new Set(type.options.flatMap(option => knownKeys(option, path))),
    ];
  }
  if (path.length === 0) {
    return type instanceof z.ZodObject ? Object.keys(type.shape) : [];
  }
  const [step, ...rest] = path;
  if (type instanceof z.ZodObject) {
    const field = type.shape[String(step)];
    return field ? knownKeys(field, rest) : [];
  }
  if (type instanceof z.ZodArray) return knownKeys(type.element, rest);
  if (type instanceof z.ZodRecord) return knownKeys(type.valueType, rest);
  return [];
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    return unwrap(schema.unwrap());
  }
  return schema instanceof z.ZodPipe ? unwrap(schema.in) : schema;
}

function valueAt(root: unknown, path: YamlPath): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.hasOwn(value, step)
      ? (value as Record<string | number, unknown>)[step]
      : undefined;
  }
  return value;
}

/** A copy without the given fields; the document's own value stays as it is. */
function withoutPaths(value: unknown, paths: readonly YamlPath[]): unknown {
  if (paths.length === 0) return value;
  if (Array.isArray(value)) {
    return value.map((entry, index) =>
      withoutPaths(entry, below(paths, index)),
    );
  }
  if (typeof value !== 'object' || value === null) return value;
  const removed = new Set(
    paths.filter(path => path.length === 1).map(path => String(path[0])),
  );
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !removed.has(key))
      .map(([key, entry]) => [key, withoutPaths(entry, below(paths, key))]),
  );
}

function below(paths: readonly YamlPath[], step: string | number): YamlPath[] {
  return paths
    .filter(path => path.length > 1 && String(path[0]) === String(step))
    .map(path => path.slice(1));
}

/** `spec.slos[0].target`, as people write it. */
function dotted(path: YamlPath): string {
  if (path.length === 0) return 'the document';
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join('');
}

function describe(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
