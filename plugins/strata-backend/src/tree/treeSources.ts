import type { SourceStatus } from '@strata/plugin-strata-common';
import type { TreeService } from './TreeService';

/** A tree that was not read for longer is stale, whatever its frequency. */
const staleAfterSeconds = 300;

/** The trees as upstreams among the others: state, age, error. */
export function treeSources(trees: Pick<TreeService, 'list'>): SourceStatus[] {
  return trees.list().map(tree => {
    const base = {
      id: `tree:${tree.id}`,
      kind: 'tree' as const,
      title: tree.title,
      asOf: tree.lastReadAt,
      since: tree.lastReadAt ?? tree.acceptedAt ?? new Date(0).toISOString(),
      staleAfterSeconds,
      ...(tree.acceptedRevision && {
        detail: { revision: tree.acceptedRevision, items: tree.counts.items },
      }),
    };
    if (tree.lastError !== undefined) {
      return {
        ...base,
        state: tree.acceptedRevision
          ? ('degraded' as const)
          : ('unreachable' as const),
        error: tree.lastError,
      };
    }
    if (tree.heldBack) {
      return {
        ...base,
        state: 'degraded' as const,
        error: `A read is held back: ${tree.heldBack.reason}`,
      };
    }
    return {
      ...base,
      state: tree.lastReadAt ? ('connected' as const) : ('connecting' as const),
    };
  });
}
