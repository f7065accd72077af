import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { readDurationFromConfig, type Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { ScmIntegrationRegistry } from '@backstage/integration';
import type { HumanDuration } from '@backstage/types';
import {
  defaultTreeOptions,
  dns1123Label,
  type LayerConfig,
  type TreeOptions,
} from '@strata/plugin-strata-common';
import {
  LocalTreeReader,
  repositoryUrls,
  UrlTreeReader,
  type RepositoryUrls,
  type TreeReader,
} from '@strata/plugin-strata-node';

/** A configured tree, ready to be read. */
export interface ConfiguredTree {
  id: string;
  title: string;
  options: TreeOptions;
  urls: RepositoryUrls;
  reader: TreeReader;
  frequency: HumanDuration;
  /** Share of the items, in [0, 1]. */
  maxRemovedShare: number;
}

interface Readers {
  urlReader: UrlReaderService;
  integrations: ScmIntegrationRegistry;
}

/** The trees of `strata.trees`, the first one primary. Throws on what cannot be meant. */
export function readTreeConfig(
  config: Config,
  readers: Readers,
): ConfiguredTree[] {
  const trees = config.getOptionalConfigArray('strata.trees') ?? [];
  const shared = sharedOptions(config);
  const seen = new Set<string>();
  return trees.map((tree, index) => {
    const id = tree.getString('id');
    if (!dns1123Label.test(id) || seen.has(id)) {
      throw new InputError(
        `strata.trees[${index}].id is ${JSON.stringify(
          id,
        )}: give every tree its own DNS-1123 label`,
      );
    }
    seen.add(id);
    return readTree(tree, { id, primary: index === 0, ...shared }, readers);
  });
}

function sharedOptions(config: Config): Partial<TreeOptions> {
  const layers = config
    .getOptionalConfigArray('strata.tree.layers')
    ?.map((layer): LayerConfig => {
      const name = layer.getString('name');
      return {
        name,
        pattern: layer.getString('pattern'),
        type: layer.getString('type'),
        title: layer.getOptionalString('title') ?? name,
      };
    });
  const upward = config.getOptionalString('strata.tree.upwardDependencies');
  if (
    upward &&
    upward !== 'error' &&
    upward !== 'warning' &&
    upward !== 'off'
  ) {
    throw new InputError(
      `strata.tree.upwardDependencies is ${upward}: write error, warning or off`,
    );
  }
  const apiVersions = config.getOptionalStringArray('strata.tree.apiVersions');
  const platformTeam = config.getOptionalString('strata.policy.platformTeam');
  return {
    ...(layers && { layers }),
    ...(apiVersions && { apiVersions }),
    ...(platformTeam && { platformTeam }),
    ...(upward && {
      upwardDependencySeverity:
        upward as TreeOptions['upwardDependencySeverity'],
    }),
  };
}

function readTree(
  tree: Config,
  partial: Partial<TreeOptions> & { id: string },
  { urlReader, integrations }: Readers,
): ConfiguredTree {
  const source = tree.getConfig('source');
  const type = source.getString('type');
  const maxFileSize = tree.getOptionalNumber('maxFileSize');
  const webUrl = tree.getOptionalString('webUrl');
  // `getOptionalString` refuses the empty root of a repository that is all tree.
  const root =
    tree.getOptional('root') === '' ? '' : tree.getOptionalString('root');
  const repository = tree.getOptionalString('repository');
  const common = {
    id: partial.id,
    title: tree.getOptionalString('title') ?? partial.id,
    frequency: tree.has('frequency')
      ? readDurationFromConfig(tree, { key: 'frequency' })
      : { seconds: 30 },
    maxRemovedShare: tree.getOptionalNumber('maxRemovedShare') ?? 0.2,
  };
  const options = (address?: string) =>
    defaultTreeOptions({
      ...partial,
      ...(root !== undefined && { root }),
      repository: repository ?? address,
    });

  switch (type) {
    case 'local': {
      const branch = source.getOptionalString('branch') ?? 'main';
      const local = options();
      return {
        ...common,
        options: local,
        urls: repositoryUrls({ webUrl, branch }),
        reader: new LocalTreeReader({
          directory: source.getString('directory'),
          branch,
          root: local.root,
          maxFileSize,
        }),
      };
    }
    case 'url': {
      const target = source.getString('target');
      const remote = options(repositoryOf(target));
      return {
        ...common,
        options: remote,
        urls: repositoryUrls({
          webUrl,
          branch: branchOf(target),
          target,
          integrations,
        }),
        reader: new UrlTreeReader({
          urlReader,
          target,
          root: remote.root,
          maxFileSize,
        }),
      };
    }
    default:
      throw new InputError(
        `strata.trees: the source of ${partial.id} has type ${type}; write local or url`,
      );
  }
}

/** Where the address of a repository ends and that of its tree begins. */
const treePart = /\/(?:-\/)?(?:tree|src\/branch|src|blob)\/(.+?)\/?$/;

/** `https://host/owner/repo/tree/main` → `https://host/owner/repo`. */
function repositoryOf(target: string): string {
  return target.replace(treePart, '');
}

function branchOf(target: string): string {
  return treePart.exec(target)?.[1] ?? 'HEAD';
}
