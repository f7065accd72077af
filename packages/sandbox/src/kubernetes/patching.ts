import jsonPatch, { type Operation } from 'fast-json-patch';
import { z } from 'zod';
import { ApiFailure } from './failure';
import type { ResourceKind } from './kinds';
import { kubeObjectSchema, type KubeObject } from './objects';
import { mergePatch, strategicMerge } from '../render/merging';

const operationsSchema = z.array(
  z.looseObject({ op: z.string(), path: z.string() }),
);

/**
 * Applies a patch of the given content type and returns the new object.
 * A custom resource takes no strategic merge, as on a real server.
 */
export function applyPatch(
  kind: ResourceKind,
  object: KubeObject,
  contentType: string,
  patch: unknown,
): KubeObject {
  const patched = patchedValue(kind, object, contentType, patch);
  const result = kubeObjectSchema.safeParse(patched);
  if (!result.success) {
    throw new ApiFailure(
      422,
      'Invalid',
      `the patched ${kind.kind} is not valid: ${z.prettifyError(result.error)}`,
    );
  }
  if (
    result.data.metadata.name !== object.metadata.name ||
    result.data.metadata.namespace !== object.metadata.namespace
  ) {
    throw ApiFailure.badRequest('name and namespace cannot be changed');
  }
  return result.data;
}

function patchedValue(
  kind: ResourceKind,
  object: KubeObject,
  contentType: string,
  patch: unknown,
): unknown {
  switch (contentType) {
    case 'application/merge-patch+json':
      return mergePatch(object, patch);
    case 'application/strategic-merge-patch+json':
      if (kind.custom) break;
      return strategicMerge(object, patch);
    case 'application/json-patch+json':
      return applyOperations(object, patch);
    default:
      break;
  }
  throw new ApiFailure(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - ${contentType} is not supported for ${kind.plural}`,
  );
}

function applyOperations(object: KubeObject, patch: unknown): unknown {
  const operations = operationsSchema.safeParse(patch);
  if (!operations.success) {
    throw ApiFailure.badRequest(z.prettifyError(operations.error));
  }
  try {
    return jsonPatch.applyPatch(
      structuredClone(object),
      operations.data.map(operation => operation as Operation),
      true,
    ).newDocument;
  } catch (error) {
    throw new ApiFailure(
      422,
      'Invalid',
      `the JSON patch cannot be applied: ${
        error instanceof Error ? error.message.split('\n')[0] : String(error)
      }`,
    );
  }
}
