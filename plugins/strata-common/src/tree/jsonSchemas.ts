import { z } from 'zod';
import { lockSchema } from './lockSchemas';
import { serviceSchema, teamSchema } from './schemas';

/** A published format: file name of its schema, and the schema. @public */
export interface PublishedSchema {
  file: string;
  schema: Record<string, unknown>;
}

const formats = [
  {
    file: 'service.schema.json',
    title: 'service.yaml',
    description: 'Definition of an item of a Strata tree, in any layer.',
    schema: serviceSchema,
  },
  {
    file: 'team.schema.json',
    title: 'Team',
    description: 'A Team document of bootstrap/teams.yaml.',
    schema: teamSchema,
  },
  {
    file: 'lock.schema.json',
    title: 'Lock',
    description: 'A Lock document of bootstrap/locks.yaml.',
    schema: lockSchema,
  },
];

/**
 * JSON Schemas of what people write, derived from the zod schemas that read it:
 * shorthands are allowed, and so is leaving out what has a default.
 * @public
 */
export function publishedSchemas(): PublishedSchema[] {
  return formats.map(({ file, title, description, schema }) => ({
    file,
    schema: {
      title,
      description,
      ...z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }),
    },
  }));
}
