import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { filesNamed, type Manifest } from './manifest';
import type { Problem } from './validateManifests';

/** Says what is wrong with a Strata definition; throws on a kind unknown. @internal */
export type ValidateDefinition = (manifest: Manifest) => Problem[];

/** Whether an object is one of Strata's own, which no cluster gets to see. @internal */
export function isDefinition({ object }: Manifest): boolean {
  return /^strata\.dev\//.test(String((object as Identity)?.apiVersion));
}

/**
 * The JSON Schemas that editors complete and check definitions with, as a
 * stranger to Strata's code reads them: each is of the kind that it fixes.
 *
 * @returns undefined where the directory does not exist
 * @internal
 */
export function definitionSchemas(
  directory: string,
): ValidateDefinition | undefined {
  if (!existsSync(directory)) return undefined;
  const schemas = new Map(
    filesNamed(directory, /\.schema\.json$/).map(file => {
      const schema = JSON.parse(
        readFileSync(path.join(directory, file), 'utf8'),
      );
      return [schema.properties?.kind?.const, compiled(schema)];
    }),
  );
  return manifest => {
    const { kind } = manifest.object as Identity;
    const validate = schemas.get(kind);
    if (!validate) {
      throw new Error(
        `${manifest.origin}: no schema in ${directory} has "kind": ${kind}`,
      );
    }
    if (validate(manifest.object)) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => ({
      pointer: instancePath,
      message: message ?? 'refused',
    }));
  };
}

type Identity = { apiVersion?: unknown; kind?: unknown };

function compiled(schema: object): ValidateFunction {
  const ajv = new Ajv({ allErrors: true, strict: false });
  addFormats(ajv);
  return ajv.compile(schema);
}
