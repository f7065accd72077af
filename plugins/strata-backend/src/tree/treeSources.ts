import type { SourceStatus, TreeStatus } from '@strata/plugin-strata-common';
import type { TreeService } from './TreeService';

/** A tree that was not read for longer is stale, whatever its frequency. */
const staleAfterSeconds = 300;

/** The trees as upstreams among the others: state, since when, age, error. */
export class TreeSources {
  readonly #turns = new Map<
    string,
    { state: SourceStatus['state']; since: string }
  >();

  constructor(
    private readonly trees: Pick<TreeService, 'list'>,
    private readonly now: () => Date,
  ) {}

  list(): SourceStatus[] {
    return this.trees.list().map(tree => {
      const { state, error } = judge(tree);
      return {
        id: `tree:${tree.id}`,
        kind: 'tree',
        title: tree.title,
        state,
        since: this.#since(tree.id, state),
        staleAfterSeconds,
        ...(tree.lastReadAt && { asOf: tree.lastReadAt }),
        ...(error !== undefined && { error }),
        ...(tree.acceptedRevision && {
          detail: {
            revision: tree.acceptedRevision,
            ...(tree.counts && { items: tree.counts.items }),
          },
        }),
      };
    });
  }

  /** When it was first seen in this state; the first look counts as its start. */
  #since(id: string, state: SourceStatus['state']): string {
    const known = this.#turns.get(id);
    if (known?.state === state) return known.since;
    const since = this.now().toISOString();
    this.#turns.set(id, { state, since });
    return since;
  }
}

function judge(tree: TreeStatus): Pick<SourceStatus, 'state' | 'error'> {
  if (tree.lastError !== undefined) {
    return {
      state: tree.acceptedRevision ? 'degraded' : 'unreachable',
      error: tree.lastError,
    };
  }
  if (tree.heldBack) {
    return {
      state: 'degraded',
      error: `A read is held back: ${tree.heldBack.reason}`,
    };
  }
  return { state: tree.lastReadAt ? 'connected' : 'connecting' };
}
