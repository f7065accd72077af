import { judgeRead } from './holdBack';
import { sameSnapshot } from './snapshot';
import type { TreeRecord, TreeSnapshot, TreeStore } from './TreeStore';

/** What became of a read. */
export type Settled =
  | { kind: 'accepted' }
  | { kind: 'held_back'; reason: string }
  /** It is what is in force, or what waits already. */
  | { kind: 'nothing_new' }
  /** Another writer was quicker: the read has to be judged on the new state. */
  | { kind: 'overtaken' };

/**
 * Writes a read where it belongs: into force, beside it, or nowhere because it
 * says nothing new. `record` and `inForce` are the state it was judged on.
 */
export async function settleRead(
  store: TreeStore,
  options: {
    record: TreeRecord;
    inForce: TreeSnapshot | undefined;
    snapshot: TreeSnapshot;
    maxRemovedShare: number;
    /** ISO 8601. */
    at: string;
  },
): Promise<Settled> {
  const { record, inForce, snapshot, maxRemovedShare, at } = options;
  const { treeId, version, heldBack } = record;
  const { revision } = snapshot.tree;
  // While a read is held back, the state in force read again takes its place.
  if (inForce && !heldBack && sameSnapshot(snapshot, inForce)) {
    await store.noteRead(treeId, { revision, at });
    return { kind: 'nothing_new' };
  }
  const verdict = judgeRead(inForce?.tree, snapshot.tree, maxRemovedShare);
  switch (verdict.kind) {
    case 'accept': {
      const step = { treeId, version, snapshot, at };
      return { kind: (await store.accept(step)) ? 'accepted' : 'overtaken' };
    }
    case 'hold': {
      if (heldBack?.revision === revision) {
        await store.noteRead(treeId, { revision, at });
        return { kind: 'nothing_new' };
      }
      const { reason, removed } = verdict;
      const held = await store.hold({
        treeId,
        version,
        snapshot,
        heldBack: { revision, at, reason, removed },
      });
      return held ? { kind: 'held_back', reason } : { kind: 'overtaken' };
    }
    default:
      throw new Error(`unknown verdict ${verdict satisfies never}`);
  }
}
