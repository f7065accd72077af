import type { SourcesResponse } from '@strata/plugin-strata-common';
import { useResource, type Resource } from '../api';

/** Health of every upstream. */
export function useSources(): Resource<SourcesResponse> {
  return useResource('sources', api => api.sources());
}
