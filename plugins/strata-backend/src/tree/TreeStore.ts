import type { Tree, TreeEntity } from '@strata/plugin-strata-common';

/** A parsed tree with the entities made of it. Plain JSON. */
export interface TreeSnapshot {
  tree: Tree;
  entities: TreeEntity[];
  /** Hash of the entities and their location keys. */
  etag: string;
}

/** A read that waits for somebody to release it. */
export interface HeldBack {
  revision: string;
  /** ISO 8601. */
  at: string;
  reason: string;
  /** Tree paths and teams that would go. */
  removed: string[];
}

/** How reading a tree stands. Times are ISO 8601. */
export interface TreeRecord {
  treeId: string;
  /** Moves with every snapshot that is accepted, held or released. */
  version: number;
  accepted?: {
    revision: string;
    etag: string;
    at: string;
    committedAt?: string;
  };
  lastRead?: { revision: string; at: string };
  lastError?: string;
  heldBack?: HeldBack;
}

/**
 * Where snapshots live, shared by all replicas. Writers name the version they
 * saw: the one who comes second learns that the state has moved, so a slow
 * read never overwrites a newer one.
 */
export interface TreeStore {
  records(): Promise<TreeRecord[]>;
  record(treeId: string): Promise<TreeRecord | undefined>;
  snapshot(
    treeId: string,
    slot: 'accepted' | 'held',
  ): Promise<TreeSnapshot | undefined>;

  /** A complete read that changes nothing. Clears the last error. */
  noteRead(
    treeId: string,
    read: { revision: string; at: string },
  ): Promise<void>;
  noteError(treeId: string, message: string): Promise<void>;

  /** False when `version` is no longer the current one; nothing was written. */
  accept(options: {
    treeId: string;
    version: number;
    snapshot: TreeSnapshot;
    at: string;
  }): Promise<boolean>;
  /** Like `accept`, but the snapshot waits. */
  hold(options: {
    treeId: string;
    version: number;
    snapshot: TreeSnapshot;
    heldBack: HeldBack;
  }): Promise<boolean>;
  /** The held snapshot comes into force. False when `version` has moved. */
  release(options: {
    treeId: string;
    version: number;
    at: string;
  }): Promise<boolean>;
}
