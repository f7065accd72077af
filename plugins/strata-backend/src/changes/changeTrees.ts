import type { UrlReaderService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import type { ScmIntegrationRegistry } from '@backstage/integration';
import type { TreeOptions } from '@strata/plugin-strata-common';
import {
  LocalChangeHost,
  type ChangeHost,
  type TreeReader,
} from '@strata/plugin-strata-node';
import { readTreeConfig } from '../tree/treeConfig';

/** A tree as changes see it: read at its head, written through its host. */
export interface ChangeTree {
  id: string;
  options: TreeOptions;
  reader: TreeReader;
  /** Undefined where the tree can only be read. */
  host?: ChangeHost;
}

export function readChangeTrees(
  config: Config,
  readers: {
    urlReader: UrlReaderService;
    integrations: ScmIntegrationRegistry;
  },
): ChangeTree[] {
  const sources = (config.getOptionalConfigArray('strata.trees') ?? []).map(
    tree => tree.getConfig('source'),
  );
  return readTreeConfig(config, readers).map(
    ({ id, options, reader }, index) => {
      const host = hostOf(sources[index]);
      return { id, options, reader, ...(host && { host }) };
    },
  );
}

function hostOf(source: Config): ChangeHost | undefined {
  if (source.getString('type') !== 'local') return undefined;
  return new LocalChangeHost({
    directory: source.getString('directory'),
    branch: source.getOptionalString('branch'),
  });
}
