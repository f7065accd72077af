import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';

/** One Kubernetes object, and where a person finds it. @internal */
export type Manifest = {
  /** A file or directory, relative to what was asked for. */
  origin: string;
  object: unknown;
};

/** The objects of a YAML text; throws on text that is not YAML. @internal */
export function manifestsOf(text: string, origin: string): Manifest[] {
  return parseAllDocuments(text).flatMap(document => {
    const [error] = document.errors;
    if (error) throw new Error(`${origin}: ${error.message}`);
    const object: unknown = document.toJS();
    return object === null ? [] : [{ origin, object }];
  });
}

/**
 * What is applied as it stands, below a directory: YAML files of objects that
 * no kustomization names. Values of charts and the like are no objects.
 * @internal
 */
export function plainManifests(directory: string): Manifest[] {
  const named = new Set(
    filesNamed(directory, /^kustomization\.yaml$/).flatMap(file =>
      filesOfKustomization(path.join(directory, file)),
    ),
  );
  return filesNamed(directory, /\.ya?ml$/)
    .filter(file => path.basename(file) !== 'kustomization.yaml')
    .filter(file => !named.has(path.resolve(directory, file)))
    .flatMap(file =>
      manifestsOf(readFileSync(path.join(directory, file), 'utf8'), file),
    )
    .filter(({ object }) => isObject(object) && 'kind' in object);
}

/** Files below a directory by their name, relative to it, sorted. @internal */
export function filesNamed(directory: string, name: RegExp): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && name.test(entry.name))
    .map(entry =>
      path.relative(directory, path.join(entry.parentPath, entry.name)),
    )
    .sort();
}

/** Every text in a kustomization that is the path of a file is one it reads. */
function filesOfKustomization(file: string): string[] {
  return manifestsOf(readFileSync(file, 'utf8'), file)
    .flatMap(({ object }) => textsIn(object))
    .map(text => path.resolve(path.dirname(file), text.replace(/^[^=]+=/, '')))
    .filter(named => existsSync(named));
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
