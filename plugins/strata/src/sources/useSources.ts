import type {
  SourcesResponse,
  SourceStatus,
} from '@strata/plugin-strata-common';
import { useResource, type Resource } from '../api';

/** Health of every upstream, kept current by the backend's heartbeat. */
export function useSources(): Resource<SourcesResponse> {
  return useResource('sources', api => api.sources(), { kinds: ['sources'] });
}

/**
 * The sources of an answer as they are now: an answer that nothing changed is
 * not old because nobody had to ask again.
 */
export function useCurrentSources(
  answered: readonly SourceStatus[],
): readonly SourceStatus[] {
  const resource = useSources();
  if (!('data' in resource)) return answered;
  const now = new Map(resource.data.sources.map(source => [source.id, source]));
  return answered.map(source => {
    const current = now.get(source.id);
    return current && isLater(current, source) ? current : source;
  });
}

const isLater = (a: SourceStatus, b: SourceStatus) =>
  (a.asOf ?? a.since) > (b.asOf ?? b.since);
