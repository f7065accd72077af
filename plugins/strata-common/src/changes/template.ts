import { isAlias, isScalar, parseAllDocuments, visit } from 'yaml';
import { z } from 'zod';
import { fieldTypes } from './fieldTypes';
import { TemplateError } from './issues';
import { TemplateManifest, templateManifestSchema } from './manifest';
import { isBrokenReference, referenceIn } from './references';

/** A file of a skeleton; the path is relative to the skeleton. @public */
export interface SkeletonFile {
  path: string;
  content: string;
}

/** A template that was read and checked. @public */
export interface ChangeTemplate {
  manifest: TemplateManifest;
  skeleton: readonly SkeletonFile[];
}

/**
 * Reads a template and proves what can be proved without values: the manifest
 * is valid, every file is YAML, every reference is a whole scalar and bound.
 * @throws TemplateError naming the file.
 * @public
 */
export function readTemplate(
  name: string,
  manifestText: string,
  skeleton: readonly SkeletonFile[],
): ChangeTemplate {
  const manifest = readManifest(name, manifestText);
  const names = boundNames(manifest);
  for (const file of skeleton) checkSkeletonFile(name, file, names);
  checkReferences(name, manifest, names);
  const paths = new Set(skeleton.map(file => file.path));
  for (const part of manifest.spec.parts) {
    if (!Object.hasOwn(manifest.spec.fields, part.when)) {
      throw new TemplateError(
        name,
        'manifest.yaml',
        `part depends on ${part.when}, which is no field`,
      );
    }
    const named = [
      ...part.files,
      ...part.nodes.map(node => node.file),
      ...part.documents.map(document => document.file),
    ];
    const missing = named.find(path => !paths.has(path));
    if (missing !== undefined) {
      throw new TemplateError(
        name,
        'manifest.yaml',
        `part ${part.when} names ${missing}, which is not in the skeleton`,
      );
    }
  }
  return { manifest, skeleton };
}

function readManifest(name: string, text: string): TemplateManifest {
  const [document, ...more] = parseAllDocuments(text);
  const error =
    document?.errors?.[0]?.message ??
    (more.length > 0 ? 'one document expected' : undefined);
  if (!document || error) {
    throw new TemplateError(name, 'manifest.yaml', error ?? 'it is empty');
  }
  const parsed = templateManifestSchema.safeParse(document.toJS());
  if (!parsed.success) {
    throw new TemplateError(
      name,
      'manifest.yaml',
      z.prettifyError(parsed.error),
    );
  }
  if (parsed.data.metadata.name !== name) {
    throw new TemplateError(
      name,
      'manifest.yaml',
      `metadata.name is ${parsed.data.metadata.name}, its folder ${name}`,
    );
  }
  return parsed.data;
}

function boundNames(manifest: TemplateManifest): Set<string> {
  const names = new Set([
    'root',
    'itemPath',
    'itemLabel',
    'itemDirectory',
    'repository',
    'values',
    'template.name',
    'template.version',
  ]);
  for (const [field, { type }] of Object.entries(manifest.spec.fields)) {
    names.add(field);
    // The names of the parts do not depend on the value.
    for (const part of Object.keys(fieldTypes[type].parts?.('') ?? {})) {
      names.add(`${field}.${part}`);
    }
  }
  for (const derived of Object.keys(manifest.spec.derived)) names.add(derived);
  return names;
}

function checkSkeletonFile(
  template: string,
  file: SkeletonFile,
  names: ReadonlySet<string>,
) {
  if (!/\.ya?ml$/.test(file.path)) {
    throw new TemplateError(template, file.path, 'only YAML is rendered');
  }
  for (const document of parseAllDocuments(file.content)) {
    const error = document.errors[0];
    if (error) throw new TemplateError(template, file.path, error.message);
    visit(document, (key, node) => {
      if (isAlias(node)) {
        throw new TemplateError(
          template,
          file.path,
          'anchors and aliases are not rendered; write the parts out',
        );
      }
      if (!isScalar(node) || typeof node.value !== 'string') return;
      const { value } = node;
      const reference = referenceIn(value);
      if (isBrokenReference(value)) {
        throw new TemplateError(
          template,
          file.path,
          `${JSON.stringify(
            value,
          )} mixes a reference with text; compose it under spec.derived of the manifest`,
        );
      }
      if (reference === undefined) return;
      if (key === 'key') {
        throw new TemplateError(
          template,
          file.path,
          `${value} stands as a key; only values are replaced`,
        );
      }
      if (!names.has(reference)) {
        throw new TemplateError(
          template,
          file.path,
          `${value} is not bound; known are ${[...names].join(', ')}`,
        );
      }
    });
  }
}

function checkReferences(
  template: string,
  manifest: TemplateManifest,
  names: ReadonlySet<string>,
) {
  for (const text of textsOf(manifest.spec)) {
    const reference = referenceIn(text);
    const bound = reference === undefined || names.has(reference);
    if (bound && !isBrokenReference(text)) continue;
    throw new TemplateError(
      template,
      'manifest.yaml',
      `${JSON.stringify(text)} is no whole reference to a field; known are ${[
        ...names,
      ].join(', ')}`,
    );
  }
}

function* textsOf(data: unknown): Generator<string> {
  if (typeof data === 'string') yield data;
  else if (typeof data === 'object' && data !== null) {
    for (const entry of Object.values(data)) yield* textsOf(entry);
  }
}
