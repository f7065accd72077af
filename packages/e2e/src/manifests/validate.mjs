/**
 * Reads a JSON array of Kubernetes objects on stdin, writes a JSON array of
 * verdicts on stdout, in the same order. A process of its own because the
 * schemas are published as ES modules alone, which Jest does not load.
 */
import { json } from 'node:stream/consumers';
import { watchFields } from './fieldUse.mjs';
import { schemaOf } from './schemaPackages.mjs';

async function verdictOn(object) {
  const { apiVersion, kind } = object ?? {};
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') {
    return invalid({
      pointer: '',
      message: 'apiVersion and kind are required',
    });
  }
  const schema = await schemaOf(apiVersion, kind);
  switch (schema.status) {
    case 'no schema':
      return { status: 'no schema' };
    case 'unknown':
      return invalid({ pointer: '/kind', message: schema.message });
    case 'found':
      return judged(object, schema.validate);
    default:
      throw new Error(`unexpected status ${schema.status}`);
  }
}

function judged(object, validate) {
  const { view, unknownFields } = watchFields(object);
  const problems = violations(view, validate);
  problems.push(
    ...unknownFields().map(pointer => ({
      pointer,
      message: 'the schema has no such field',
    })),
  );
  return problems.length === 0 ? { status: 'valid' } : invalid(...problems);
}

function violations(object, validate) {
  try {
    validate.call(object);
    return [];
  } catch (error) {
    if (!Array.isArray(error.errors)) throw error;
    return error.errors.map(({ instancePath, message }) => ({
      pointer: instancePath,
      message,
    }));
  }
}

function invalid(...problems) {
  return { status: 'invalid', problems };
}

const verdicts = [];
for (const object of await json(process.stdin)) {
  verdicts.push(await verdictOn(object));
}
process.stdout.write(JSON.stringify(verdicts));
