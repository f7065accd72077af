import type { Config } from '@backstage/config';
import { LocalRevisionHistory } from '@strata/plugin-strata-node';
import type { KnownRepository } from '../delivery/NewerRevisions';

/**
 * Repositories of `strata.trees` whose history can be asked. A tree that is
 * read over a host's API is not among them: what waits there stays "unknown"
 * until that host can be asked too.
 */
export function knownRepositories(config: Config): KnownRepository[] {
  return (config.getOptionalConfigArray('strata.trees') ?? []).flatMap(tree => {
    const repository = tree.getOptionalString('repository');
    const directory = tree.getOptionalString('source.directory');
    return repository !== undefined && directory !== undefined
      ? [{ repository, history: new LocalRevisionHistory({ directory }) }]
      : [];
  });
}
