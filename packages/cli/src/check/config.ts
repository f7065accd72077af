import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  parseYaml,
  printFinding,
  readDefinition,
  type LayerConfig,
  type TreeOptions,
  type YamlDocument,
} from '@strata/plugin-strata-common';
import { z } from 'zod';
import { CannotRun } from '../Terminal';

const layer = z.strictObject({
  name: z.string(),
  pattern: z.string().regex(/^[^/]+(?:\/[^/]+)+$/, {
    error: 'expected a pattern such as platform/*/*',
  }),
  type: z.string(),
  title: z.string().optional(),
});

const treeSettings = {
  layers: z.array(layer).optional(),
  apiVersions: z.array(z.string()).optional(),
  upwardDependencies: z.enum(['error', 'warning', 'off']).optional(),
};

/** strata.yaml beside the tree: the same names as in the portal's configuration. */
const ownSchema = z.strictObject({
  root: z.string().optional(),
  repository: z.string().optional(),
  platformTeam: z.string().optional(),
  ...treeSettings,
});

/** The part of an app-config.yaml that says how to read a tree. */
const appConfigSchema = z.looseObject({
  strata: z.looseObject({
    trees: z
      .array(
        z.looseObject({
          id: z.string(),
          root: z.string().optional(),
          repository: z.string().optional(),
        }),
      )
      .optional(),
    tree: z.strictObject(treeSettings).optional(),
    policy: z.looseObject({ platformTeam: z.string().optional() }).optional(),
  }),
});

/** How the tree is to be read, as far as a file says so. */
export async function readConfig(
  directory: string,
  options: { config?: string; tree?: string },
): Promise<Partial<TreeOptions>> {
  const file = options.config ?? join(directory, 'strata.yaml');
  const content = await readFile(file).catch((error: unknown) => {
    if (options.config === undefined) return undefined;
    throw new CannotRun(
      `${file} cannot be read: ${
        error instanceof Error ? error.message : String(error)
      }`,
      error,
    );
  });
  if (!content) return {};

  const { documents, problems } = parseYaml(file, content, 'strict');
  if (problems.length > 0) {
    const [{ position, message, remedy }] = problems;
    throw new CannotRun(
      `${position.path}:${position.line}: ${message}. ${remedy}`,
    );
  }
  const [document] = documents;
  if (!document) return {};
  const isAppConfig =
    typeof document.value === 'object' &&
    document.value !== null &&
    'strata' in document.value;
  return isAppConfig
    ? fromAppConfig(readStrictly(appConfigSchema, document), file, options.tree)
    : fromOwn(readStrictly(ownSchema, document));
}

/** A configuration with a mistake is not guessed at: the check would check another tree. */
function readStrictly<S extends z.ZodType>(
  schema: S,
  document: YamlDocument,
): z.output<S> {
  const { value, findings } = readDefinition(schema, document);
  const [finding] = findings;
  if (finding) throw new CannotRun(printFinding(finding, undefined));
  if (value === undefined) {
    throw new CannotRun(`${document.file} cannot be used`);
  }
  return value;
}

function fromOwn(config: z.output<typeof ownSchema>): Partial<TreeOptions> {
  return {
    root: config.root,
    repository: config.repository,
    platformTeam: config.platformTeam,
    ...settings(config),
  };
}

function fromAppConfig(
  { strata }: z.output<typeof appConfigSchema>,
  file: string,
  treeId: string | undefined,
): Partial<TreeOptions> {
  const trees = strata.trees ?? [];
  const tree =
    treeId === undefined ? trees[0] : trees.find(({ id }) => id === treeId);
  if (treeId !== undefined && !tree) {
    throw new CannotRun(
      `${file} has no tree ${treeId}; it has ${
        trees.map(({ id }) => id).join(', ') || 'none'
      }`,
    );
  }
  return {
    id: tree?.id,
    primary: tree === undefined || tree === trees[0],
    root: tree?.root,
    repository: tree?.repository,
    platformTeam: strata.policy?.platformTeam,
    ...settings(strata.tree ?? {}),
  };
}

function settings(config: {
  layers?: z.output<typeof layer>[];
  apiVersions?: string[];
  upwardDependencies?: 'error' | 'warning' | 'off';
}): Partial<TreeOptions> {
  return {
    layers: config.layers?.map(
      (entry): LayerConfig => ({ ...entry, title: entry.title ?? entry.name }),
    ),
    apiVersions: config.apiVersions,
    upwardDependencySeverity: config.upwardDependencies,
  };
}
