import { mapOf } from '../../tree/shape';
import { parseYamlText } from '../../tree/yaml';
import { CannotEvaluate } from './CannotEvaluate';

/**
 * Applies a rendered templatePatch as Argo CD does: a strategic merge patch
 * over the Application, whose lists have no merge strategy. Maps merge, null
 * removes, everything else replaces.
 * @internal
 */
export function applyTemplatePatch(
  application: unknown,
  renderedPatch: string,
): unknown {
  const file = parseYamlText('templatePatch', renderedPatch, 'kubernetes');
  const [problem] = file.problems;
  if (problem) {
    throw CannotEvaluate.fails(
      `the rendered templatePatch is ${problem.message}`,
    );
  }
  const patch = file.documents[0]?.value ?? {};
  if (file.documents.length > 1 || !mapOf(patch)) {
    throw CannotEvaluate.fails('the rendered templatePatch is not one map');
  }
  if (fieldIsNull(patch, 'spec')) {
    // The trap of an `if` that leaves `spec:` behind with nothing below it.
    throw CannotEvaluate.fails(
      'the templatePatch leaves an empty spec:, which clears the whole spec',
    );
  }
  return merge(application, patch);
}

function fieldIsNull(value: unknown, key: string): boolean {
  const map = mapOf(value);
  return map !== undefined && Object.hasOwn(map, key) && map[key] === null;
}

function merge(target: unknown, patch: unknown): unknown {
  const patchMap = mapOf(patch);
  if (!patchMap) return patch;
  const directive = Object.keys(patchMap).find(key => key.startsWith('$'));
  if (directive) {
    throw CannotEvaluate.unsupported(`${directive} in a templatePatch`);
  }
  const merged: Record<string, unknown> = { ...(mapOf(target) ?? {}) };
  for (const [key, value] of Object.entries(patchMap)) {
    if (value === null) delete merged[key];
    else merged[key] = merge(merged[key], value);
  }
  return merged;
}
