import type { Config } from '@backstage/config';
import type { SourceStatus } from '@strata/plugin-strata-common';

/**
 * Puts the words of `strata.sources` beside the sources they match: an exact
 * id, or a prefix that ends in `*`. The first match wins.
 */
export function withNotes(
  config: Config,
): (sources: SourceStatus[]) => SourceStatus[] {
  const notes = (config.getOptionalConfigArray('strata.sources') ?? []).map(
    entry => ({
      match: entry.getString('match'),
      note: entry.getString('note'),
    }),
  );
  return sources =>
    sources.map(source => {
      const found = notes.find(({ match }) =>
        match.endsWith('*')
          ? source.id.startsWith(match.slice(0, -1))
          : source.id === match,
      );
      return found ? { ...source, note: found.note } : source;
    });
}
