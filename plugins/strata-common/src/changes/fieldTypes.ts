import { z } from 'zod';
import { dns1123Label } from '../ids';
import { durationSchema, percentageSchema } from '../tree/values';
import type { Tree } from '../tree/model';

/** What a field may hold, and what a skeleton may refer to. @public */
export type FieldValue = string | number | boolean;

/** @public */
export interface FieldType {
  schema: z.ZodType<FieldValue>;
  /** Parts of the value a skeleton can name: `image.tag`. */
  parts?(value: FieldValue): Record<string, FieldValue>;
  /** What the tree at head has against the value. */
  inTree?(value: FieldValue, tree: Tree): string | undefined;
}

// Overrides of the writing direction make a diff show other text than it holds.
const bidirectional = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

const plain = (maximum: number, allowLines: boolean) =>
  z
    .string()
    .trim()
    .min(1, { error: 'must not be empty' })
    .max(maximum, { error: `at most ${maximum} characters`, abort: true })
    .refine(text => text.isWellFormed(), {
      error: 'holds half of a character (a lone surrogate)',
    })
    .refine(text => !bidirectional.test(text), {
      error: 'holds an invisible character that turns the writing direction',
    })
    .refine(
      text =>
        ![...text].some(
          char =>
            /\p{Cc}|[\u2028\u2029\ufeff]/u.test(char) &&
            !(allowLines && char === '\n'),
        ),
      {
        error: allowLines
          ? 'holds a control character; only line breaks are allowed'
          : 'must be one line without control characters',
      },
    );

const label = (maximum: number) =>
  z
    .string()
    .max(maximum, { error: `at most ${maximum} characters`, abort: true })
    .regex(dns1123Label, {
      error:
        'lower case letters, digits and "-", beginning and ending with a letter or digit',
    });

const short = z
  .string()
  .max(20, { error: 'at most 20 characters', abort: true });

/** `<name>-production` names an Application, whose name is a label value. */
const longestItemName = 63 - '-production'.length;

const imageReference =
  /^(?<name>[a-z0-9]+(?:[._-][a-z0-9]+)*(?::\d{1,5})?(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)+):(?<tag>[A-Za-z0-9_][A-Za-z0-9._-]{0,127})$/;

const imageParts = (value: FieldValue) => {
  const { name, tag } = imageReference.exec(String(value))?.groups ?? {};
  return { name, tag };
};

/**
 * Every kind of answer a template may ask for. A type that is not here is not
 * accepted in a manifest; each one is run against the corpus of hostile text.
 * @public
 */
export const fieldTypes: Readonly<Record<string, FieldType>> = Object.freeze({
  'item-name': {
    schema: label(longestItemName),
    inTree: (value, tree) => {
      const taken = tree.items.find(item => item.name === value);
      return taken
        ? `${taken.path} already has this name; Application names are shared by the whole tree`
        : undefined;
    },
  },
  team: {
    schema: label(63),
    inTree: (value, tree) =>
      tree.teams.some(team => team.name === value)
        ? undefined
        : `there is no team ${value} in bootstrap/teams.yaml; known are ${tree.teams
            .map(team => team.name)
            .join(', ')}`,
  },
  namespace: {
    schema: label(63),
    inTree: (value, tree) => {
      const taken = tree.items.find(item =>
        item.environments.some(environment => environment.namespace === value),
      );
      return taken
        ? `${taken.path} already lives in this namespace; choose another one`
        : undefined;
    },
  },
  cluster: {
    schema: label(63),
    inTree: (value, tree) => {
      const known = new Set(
        tree.items.flatMap(item =>
          item.environments.flatMap(({ cluster }) => cluster ?? []),
        ),
      );
      return known.size === 0 || known.has(String(value))
        ? undefined
        : `no item of the tree runs on ${value}; known are ${[...known].join(
            ', ',
          )}`;
    },
  },
  label: { schema: label(63) },
  line: { schema: plain(120, false) },
  text: { schema: plain(10_000, true) },
  image: {
    schema: z
      .string()
      .max(400, { error: 'at most 400 characters', abort: true })
      .regex(imageReference, {
        error:
          'registry, name and tag, such as ghcr.io/example/app:1.4.2 (a name without registry means different images on different machines)',
      })
      .refine(value => imageParts(value).tag !== 'latest', {
        error: 'latest is not a version; name the one to run',
      }),
    parts: imageParts,
  },
  port: {
    schema: z
      .int()
      .min(1024, {
        error:
          'a port from 1024 to 65535, since the container does not run as root',
      })
      .max(65_535),
  },
  replicas: { schema: z.int().min(1).max(50) },
  'http-path': {
    schema: z
      .string()
      .max(200, { error: 'at most 200 characters', abort: true })
      .regex(/^\/[A-Za-z0-9._~/-]*$/, {
        error: 'a path such as /healthz: letters, digits and . _ ~ / -',
      }),
  },
  availability: {
    schema: short.refine(
      value => {
        const parsed = percentageSchema.safeParse(value);
        return parsed.success && parsed.data < 1;
      },
      { error: 'a percentage below 100%, such as 99.5%' },
    ),
  },
  duration: { schema: short.pipe(durationSchema) },
  flag: { schema: z.boolean() },
});
