import {
  Document,
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
  visit,
} from 'yaml';
import type { TreeOptions } from '../tree/model';
import { fieldTypes, FieldValue } from './fieldTypes';
import type { FileEdit } from './fileEdit';
import { TemplateError } from './issues';
import { Bindings, join, referenceIn } from './references';
import type { ChangeTemplate } from './template';
import type { TemplateValues } from './values';
import { dataNode, writeDocument } from './yamlScalars';

/** Where a template writes, as far as the tree decides it. @public */
export type RenderTarget = Pick<TreeOptions, 'root' | 'repository'>;

/**
 * Everything the skeleton and the manifest can refer to.
 * @throws TemplateError where a name needs what is not there.
 * @public
 */
export function bind(
  { manifest }: ChangeTemplate,
  values: TemplateValues,
  target: RenderTarget,
): Bindings {
  const { spec, metadata } = manifest;
  const bindings = new Map<string, FieldValue | object>([
    ['template.name', metadata.name],
    ['template.version', metadata.version],
    ['root', target.root],
    ['values', { ...values }],
  ]);
  if (target.repository !== undefined) {
    bindings.set('repository', target.repository);
  }
  for (const [name, value] of Object.entries(values)) {
    bindings.set(name, value);
    const parts = fieldTypes[spec.fields[name].type].parts?.(value) ?? {};
    for (const [part, partValue] of Object.entries(parts)) {
      bindings.set(`${name}.${part}`, partValue);
    }
  }
  const itemPath = spec.item.map(part => join([part], bindings)).join('/');
  bindings.set('itemPath', itemPath);
  bindings.set('itemLabel', itemPath.replaceAll('/', '.'));
  bindings.set(
    'itemDirectory',
    [target.root, itemPath].filter(part => part !== '').join('/'),
  );
  for (const [name, parts] of Object.entries(spec.derived)) {
    bindings.set(name, join(parts, bindings));
  }
  return bindings;
}

/**
 * The files a template writes for an item. Values are set on the parsed
 * document and written by the serializer: no text is ever pasted into YAML.
 * @public
 */
export function renderTemplate(
  template: ChangeTemplate,
  values: TemplateValues,
  target: RenderTarget,
): FileEdit[] {
  const bindings = bind(template, values, target);
  const directory = String(bindings.get('itemDirectory'));
  const off = template.manifest.spec.parts.filter(part => !values[part.when]);
  const edits: FileEdit[] = [];
  for (const { path, content } of template.skeleton) {
    if (off.some(part => part.files.includes(path))) continue;
    const documents = parseAllDocuments(content) as Document[];
    for (const part of off) {
      for (const node of part.nodes) {
        if (node.file === path) {
          removeNode(template, path, documents[node.document], node.at);
        }
      }
    }
    const kept = documents.filter(
      (_, index) =>
        !off.some(part =>
          part.documents.some(
            document => document.file === path && document.document === index,
          ),
        ),
    );
    for (const document of kept) replace(template, path, document, bindings);
    edits.push({
      path: `${directory}/${path}`,
      action: 'write',
      content: kept
        .map(writeDocument)
        .map(text => text.replace(/^---\n/, ''))
        .join('---\n'),
    });
  }
  return edits;
}

function replace(
  template: ChangeTemplate,
  path: string,
  document: Document,
  bindings: Bindings,
) {
  // What was put in is not visited again: a value that looks like a reference
  // is text.
  const written = new Set<unknown>();
  visit(document, {
    Collection: (_, collection) =>
      written.has(collection) ? visit.SKIP : undefined,
    Scalar: (_, scalar) => {
      if (typeof scalar.value !== 'string' || written.has(scalar)) {
        return undefined;
      }
      const name = referenceIn(scalar.value);
      if (name === undefined) return undefined;
      const value = bindings.get(name);
      if (value === undefined) {
        throw new TemplateError(
          template.manifest.metadata.name,
          path,
          name === 'repository'
            ? 'needs the address Argo CD reads the repository by; set strata.trees[].repository'
            : `needs a value for ${name}; make the node a part that depends on it`,
        );
      }
      const node = dataNode(document, value);
      node.comment = scalar.comment;
      node.commentBefore = scalar.commentBefore;
      written.add(node);
      return node;
    },
  });
}

function removeNode(
  template: ChangeTemplate,
  path: string,
  document: Document | undefined,
  at: readonly (string | number)[],
) {
  const fail = () => {
    throw new TemplateError(
      template.manifest.metadata.name,
      path,
      `has no node at ${at.join('.')}, which a part of the manifest names`,
    );
  };
  if (!document) return fail();
  const steps: (string | number)[] = [];
  for (const step of at) {
    const node =
      steps.length === 0 ? document.contents : document.getIn(steps, true);
    const index =
      isSeq(node) && typeof step === 'string'
        ? node.items.findIndex(item => isScalar(item) && item.value === step)
        : step;
    if (index === -1 || !(isSeq(node) || isMap(node))) return fail();
    steps.push(index);
  }
  if (!document.deleteIn(steps)) fail();
  return undefined;
}
