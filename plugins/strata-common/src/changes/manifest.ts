import { z } from 'zod';
import { dns1123Label } from '../ids';
import { fieldTypes } from './fieldTypes';

const label = z.string().regex(dns1123Label);
const fieldName = z.string().regex(/^[a-z][A-Za-z0-9]*$/, {
  error: 'a field name in camelCase',
});

/** Parts that are joined to one text: `${field}` each, or literal text. */
const joined = z.array(z.string().min(1)).min(1);

const fieldSchema = z.strictObject({
  type: z.string().refine(type => Object.hasOwn(fieldTypes, type), {
    error: `unknown field type; known are ${Object.keys(fieldTypes).join(
      ', ',
    )}`,
  }),
  title: z.string().min(1),
  optional: z.boolean().default(false),
  /** A literal, or parts joined from fields above it. */
  default: z.union([z.string(), z.number(), z.boolean(), joined]).optional(),
});

const partSchema = z.strictObject({
  /** Field that switches the part on: true, or present at all. */
  when: fieldName,
  /** Files of the skeleton that belong to it. */
  files: z.array(z.string()).default([]),
  /** Nodes of other files; a text step in a list finds the item equal to it. */
  nodes: z
    .array(
      z.strictObject({
        file: z.string(),
        /** Which document of the file, counted from 0. */
        document: z.int().min(0).default(0),
        at: z.array(z.union([z.string(), z.int().min(0)])).min(1),
      }),
    )
    .default([]),
  /** Whole documents of a file with several. */
  documents: z
    .array(z.strictObject({ file: z.string(), document: z.int().min(0) }))
    .default([]),
});

const destinationEdit = z.strictObject({
  kind: z.literal('allow-destinations'),
  project: joined,
  cluster: joined,
  namespaces: z.array(joined).min(1),
});

/** `manifest.yaml` beside the skeleton of a template. @public */
export const templateManifestSchema = z.strictObject({
  apiVersion: z.literal('strata.dev/v1alpha1'),
  kind: z.literal('ChangeTemplate'),
  metadata: z.strictObject({
    name: label,
    version: z.string().regex(/^\d+\.\d+\.\d+$/, {
      error: 'a version such as 1.0.0',
    }),
    title: z.string().min(1),
  }),
  spec: z.strictObject({
    /** Title of the change. */
    title: joined,
    /** Tree path of the item that is made, segment by segment. */
    item: z.array(z.string().min(1)).min(2),
    /** Field with the team on whose behalf the change is opened. */
    owner: fieldName,
    fields: z.record(fieldName, fieldSchema),
    /** Texts the skeleton can refer to beside the fields. */
    derived: z.record(fieldName, joined).default({}),
    parts: z.array(partSchema).default([]),
    /** Edits of other files of the tree. */
    edits: z.array(z.discriminatedUnion('kind', [destinationEdit])).default([]),
  }),
});

/** @public */
export type TemplateManifest = z.output<typeof templateManifestSchema>;
