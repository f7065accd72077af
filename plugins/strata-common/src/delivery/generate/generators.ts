import { compileGlob } from '../../tree/glob';
import { basenameOf, parentOf } from '../../tree/paths';
import { fieldOf, listOf, mapOf, textMapOf, textOf } from '../../tree/shape';
import type { YamlPath } from '../../tree/yaml';
import { CannotEvaluate } from './CannotEvaluate';
import type { Parameters, Renderer } from './renderer';
import { sanitizeName } from './templateFunctions';

/** What git generators read: one repository at the read's commit. @public */
export interface GenerateSource {
  isOwnRepository(repoUrl: string): boolean;
  directories(): readonly string[];
  files(): readonly string[];
  /** Whether every path a pattern could match lies in what was read. */
  covers(pattern: string): boolean;
  /**
   * Content of a parameter file. `unreadable` stops the set, as it stops
   * Argo CD; several documents do too.
   */
  parameters(
    path: string,
  ): { kind: 'value'; value: unknown } | { kind: 'unreadable' };
}

/** Parameters together with the place in the set they come from. @internal */
export interface Generated {
  parameters: Parameters;
  path: YamlPath;
}

/** Applications one set may grow to here; real ones stay far below. @internal */
export const maxGenerated = 5_000;

/** Evaluates one entry of `spec.generators`. @internal */
export function generate(
  generator: unknown,
  path: YamlPath,
  renderer: Renderer,
  source: GenerateSource,
  depth = 0,
): Generated[] {
  const map = mapOf(generator) ?? {};
  if (mapOf(map.selector)) {
    throw CannotEvaluate.unsupported('a generator with a selector');
  }
  const kinds = Object.keys(map).filter(
    key => key !== 'selector' && map[key] !== null,
  );
  const [kind, second] = kinds;
  if (kind === undefined) throw CannotEvaluate.fails('an empty generator');
  if (second !== undefined) {
    throw CannotEvaluate.unsupported(`${kind} and ${second} in one generator`);
  }
  const spec = map[kind];
  const template = mapOf(fieldOf(spec, 'template'));
  if (template && Object.keys(template).length > 0) {
    throw CannotEvaluate.unsupported('a template inside a generator');
  }
  switch (kind) {
    case 'list':
      return list(spec, [...path, 'list'], renderer);
    case 'git':
      return git(spec, [...path, 'git'], renderer, source);
    case 'matrix':
      if (depth > 0) throw CannotEvaluate.unsupported('a nested matrix');
      return matrix(spec, [...path, 'matrix'], renderer, source);
    default:
      throw CannotEvaluate.unsupported(`the generator ${kind}`);
  }
}

function list(spec: unknown, path: YamlPath, renderer: Renderer): Generated[] {
  if (textOf(spec, 'elementsYaml')) {
    throw CannotEvaluate.unsupported('elementsYaml in a list generator');
  }
  return listOf(spec, 'elements').map((element, index) => {
    const map = mapOf(element);
    if (!map) throw CannotEvaluate.fails(`element ${index + 1} is not a map`);
    return {
      parameters: renderer.goTemplate ? map : flatElement(map, index),
      path: [...path, 'elements', index],
    };
  });
}

/** Without goTemplate an element holds texts, and `values` a map of texts. */
function flatElement(
  element: Readonly<Record<string, unknown>>,
  index: number,
): Parameters {
  const parameters: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(element)) {
    const nested = key === 'values' ? mapOf(value) : undefined;
    for (const [name, entry] of nested
      ? Object.entries(nested).map(([k, v]) => [`values.${k}`, v] as const)
      : [[key, value] as const]) {
      if (typeof entry !== 'string') {
        throw CannotEvaluate.fails(
          `${name} of element ${
            index + 1
          } is no text, which goTemplate: false demands`,
        );
      }
      parameters[name] = entry;
    }
  }
  return parameters;
}

function git(
  spec: unknown,
  path: YamlPath,
  renderer: Renderer,
  source: GenerateSource,
): Generated[] {
  const repoUrl = textOf(spec, 'repoURL') ?? '';
  if (!source.isOwnRepository(repoUrl)) {
    throw CannotEvaluate.unsupported(`a git generator over ${repoUrl}`);
  }
  const prefix = textOf(spec, 'pathParamPrefix') ?? '';
  const found = listOf(spec, 'directories').length
    ? selected(spec, 'directories', source).map(directory =>
        pathParameters(directory, undefined, prefix, renderer),
      )
    : selected(spec, 'files', source).flatMap(file =>
        fileParameters(file, prefix, renderer, source),
      );
  const values = textMapOf(spec, 'values');
  return found.map(parameters => ({
    parameters: withValues(parameters, values, renderer),
    path,
  }));
}

/** Paths that an entry includes and none excludes, sorted. */
function selected(
  spec: unknown,
  field: 'directories' | 'files',
  source: GenerateSource,
): string[] {
  const dialect = field === 'directories' ? 'segment' : 'directory';
  const entries = listOf(spec, field).map(entry => ({
    pattern: textOf(entry, 'path') ?? '',
    matches: compileGlob(textOf(entry, 'path') ?? '', dialect),
    exclude: fieldOf(entry, 'exclude') === true,
  }));
  if (entries.length === 0) {
    throw CannotEvaluate.fails('a git generator without directories and files');
  }
  const outside = entries.find(
    entry => !entry.exclude && !source.covers(entry.pattern),
  );
  if (outside) {
    throw CannotEvaluate.unsupported(
      `a git generator over ${outside.pattern}, outside of what is read`,
    );
  }
  return source[field]()
    .filter(path => {
      // Hidden directories are not offered to the directory generator.
      if (field === 'directories' && /(?:^|\/)\./.test(path)) return false;
      return (
        entries.some(entry => !entry.exclude && entry.matches(path)) &&
        !entries.some(entry => entry.exclude && entry.matches(path))
      );
    })
    .sort();
}

function pathParameters(
  directory: string,
  filename: string | undefined,
  prefix: string,
  renderer: Renderer,
): Record<string, unknown> {
  const path = directory || '.';
  const segments = path.split('/');
  const facts: Record<string, string> = {
    basename: basenameOf(path),
    basenameNormalized: sanitizeName(basenameOf(path)),
    ...(filename === undefined
      ? {}
      : { filename, filenameNormalized: sanitizeName(filename) }),
  };
  if (renderer.goTemplate) {
    const nested = { path: { path, segments, ...facts } };
    return prefix ? { [prefix]: nested } : nested;
  }
  const name = prefix ? `${prefix}.path` : 'path';
  return Object.fromEntries([
    [name, path],
    ...Object.entries(facts).map(([key, value]) => [`${name}.${key}`, value]),
    ...segments.map((segment, index) => [`${name}[${index}]`, segment]),
  ]);
}

function fileParameters(
  file: string,
  prefix: string,
  renderer: Renderer,
  source: GenerateSource,
): Record<string, unknown>[] {
  const content = source.parameters(file);
  if (content.kind === 'unreadable') {
    throw CannotEvaluate.fails(`the parameter file ${file} cannot be read`);
  }
  const objects = Array.isArray(content.value)
    ? content.value
    : [content.value ?? {}];
  return objects.map(object => {
    const map = mapOf(object);
    if (!map) throw CannotEvaluate.fails(`${file} holds no map`);
    return {
      ...(renderer.goTemplate ? map : flattened(map)),
      ...pathParameters(parentOf(file), basenameOf(file), prefix, renderer),
    };
  });
}

/** `a.b.0` keys with texts, as the flatten library of the controller has it. */
function flattened(
  map: Readonly<Record<string, unknown>>,
  prefix = '',
): Record<string, string> {
  return Object.assign(
    {},
    ...Object.entries(map).map(([key, value]) => {
      const name = `${prefix}${key}`;
      const nested = Array.isArray(value)
        ? Object.fromEntries(value.map((entry, index) => [index, entry]))
        : mapOf(value);
      if (nested) return flattened(nested, `${name}.`);
      if (typeof value === 'number' && !Number.isSafeInteger(value)) {
        throw CannotEvaluate.unsupported(`the number ${value} in ${name}`);
      }
      return { [name]: String(value) };
    }),
  );
}

function withValues(
  parameters: Record<string, unknown>,
  values: Readonly<Record<string, string>>,
  renderer: Renderer,
): Parameters {
  const rendered = Object.entries(values).map(([key, value]) => [
    renderer.goTemplate ? key : `values.${key}`,
    renderer.text(value, parameters),
  ]);
  if (rendered.length === 0) return parameters;
  return renderer.goTemplate
    ? { ...parameters, values: Object.fromEntries(rendered) }
    : { ...parameters, ...Object.fromEntries(rendered) };
}

function matrix(
  spec: unknown,
  path: YamlPath,
  renderer: Renderer,
  source: GenerateSource,
): Generated[] {
  const generators = listOf(spec, 'generators');
  if (generators.length !== 2) {
    throw CannotEvaluate.fails(
      `a matrix of ${generators.length} generators; it takes two`,
    );
  }
  const [outer, inner] = generators;
  const combined: Generated[] = [];
  for (const first of generate(
    outer,
    [...path, 'generators', 0],
    renderer,
    source,
    1,
  )) {
    // The second generator may use what the first one produced.
    const interpolated = renderer.deep(inner, first.parameters);
    for (const second of generate(
      interpolated,
      [...path, 'generators', 1],
      renderer,
      source,
      1,
    )) {
      if (combined.length >= maxGenerated) throw tooMany();
      combined.push({
        parameters: merged(first.parameters, second.parameters),
        path: second.path,
      });
    }
  }
  return combined;
}

/**
 * Parameters of both generators. Where they disagree on a key, Argo CD's answer
 * depends on goTemplate and on whether a value is empty: not told.
 */
function merged(first: Parameters, second: Parameters): Parameters {
  for (const key of Object.keys(second)) {
    if (
      Object.hasOwn(first, key) &&
      JSON.stringify(first[key]) !== JSON.stringify(second[key])
    ) {
      throw CannotEvaluate.unsupported(
        `a matrix whose generators both set ${key}`,
      );
    }
  }
  return { ...first, ...second };
}

/** @internal */
export function tooMany(): CannotEvaluate {
  return CannotEvaluate.unsupported(`more than ${maxGenerated} Applications`);
}
