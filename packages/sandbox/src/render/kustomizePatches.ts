import jsonPatch, { type Operation } from 'fast-json-patch';
import { parseAllDocuments } from 'yaml';
import { parseLabelSelector } from '../kubernetes/selectors';
import { groupOf, versionOf, type KubeObject } from '../kubernetes/objects';
import type { PatchTarget } from './kustomization';
import { isFields, strategicMerge, type Fields } from './merging';
import { RenderError } from './Source';

/** Applies one entry of `patches`: strategic merge or JSON operations. */
export function applyKustomizePatch(
  objects: readonly KubeObject[],
  patch: { where: string; text: string; target: PatchTarget | undefined },
): KubeObject[] {
  let result = [...objects];
  for (const document of parse(patch.where, patch.text)) {
    if (Array.isArray(document)) {
      if (!patch.target) {
        throw new RenderError(`${patch.where}: a JSON patch needs a target`);
      }
      const { target } = patch;
      result = changeMatching(result, patch.where, target, object =>
        operate(patch.where, object, document),
      );
    } else if (isFields(document)) {
      result = changeMatching(
        result,
        patch.where,
        patch.target ?? ownTarget(patch.where, document),
        object => merge(object, document, patch.target !== undefined),
      );
    }
  }
  return result;
}

function parse(where: string, text: string): unknown[] {
  const documents = parseAllDocuments(text);
  if (!Array.isArray(documents)) return [];
  return documents.map(document => {
    const [error] = document.errors;
    if (error) throw new RenderError(`${where}: ${error.message}`);
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return value;
  });
}

/** A merge patch without a target names its object itself. */
function ownTarget(where: string, document: Fields): PatchTarget {
  const { kind, metadata } = document;
  const name = isFields(metadata) ? metadata.name : undefined;
  if (typeof kind !== 'string' || typeof name !== 'string') {
    throw new RenderError(`${where}: a patch needs a kind and a name`);
  }
  return { kind: anchored(kind), name: anchored(name) };
}

const anchored = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function changeMatching(
  objects: readonly KubeObject[],
  where: string,
  target: PatchTarget,
  change: (object: KubeObject) => KubeObject | undefined,
): KubeObject[] {
  const matches = objects.map(object => isTarget(object, target));
  if (!matches.includes(true)) {
    throw new RenderError(
      `${where}: no object matches ${target.kind ?? '*'} ${target.name ?? '*'}`,
    );
  }
  return objects.flatMap((object, index) =>
    matches[index] ? change(object) ?? [] : object,
  );
}

function isTarget(object: KubeObject, target: PatchTarget): boolean {
  const fits = (pattern: string | undefined, value: string) =>
    pattern === undefined || new RegExp(`^(?:${pattern})$`).test(value);
  return (
    fits(target.kind, object.kind) &&
    fits(target.name, object.metadata.name) &&
    fits(target.namespace, object.metadata.namespace ?? '') &&
    fits(target.group, groupOf(object.apiVersion)) &&
    fits(target.version, versionOf(object.apiVersion)) &&
    parseLabelSelector(target.labelSelector ?? null)(object)
  );
}

function operate(where: string, object: KubeObject, operations: unknown[]) {
  try {
    return jsonPatch.applyPatch(
      structuredClone(object),
      operations.map(operation => operation as Operation),
      true,
    ).newDocument;
  } catch (error) {
    const reason =
      error instanceof Error ? error.message.split('\n')[0] : error;
    throw new RenderError(`${where}: ${reason}`);
  }
}

function merge(object: KubeObject, patch: Fields, keepsIdentity: boolean) {
  if (patch.$patch === 'delete') return undefined;
  const merged = strategicMerge(object, patch);
  if (!isFields(merged)) return object;
  const metadata = isFields(merged.metadata) ? merged.metadata : {};
  return {
    ...merged,
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: {
      ...metadata,
      name: keepsIdentity
        ? object.metadata.name
        : String(metadata.name ?? object.metadata.name),
    },
  };
}
