import type {
  EntityRef,
  Item,
  LocatedFinding,
  SnapshotEntities,
  Team,
  Tree,
  TreeStatus,
} from '@strata/plugin-strata-common';

/** An item together with the tree it was read from. */
export interface LocatedItem {
  treeId: string;
  item: Item;
}

/**
 * The accepted snapshots. Everything but `refresh` and `release` answers from
 * memory; nothing here reads a repository on behalf of a viewer.
 */
export interface TreeService {
  list(): TreeStatus[];
  /** The parsed tree in force; undefined until a first read was accepted. */
  tree(treeId: string): Tree | undefined;
  /** Items of all accepted trees by entity ref. */
  items(): ReadonlyMap<EntityRef, LocatedItem>;
  /** Teams of all accepted trees by Group entity ref (`group:default/product`). */
  teams(): ReadonlyMap<EntityRef, Team & { treeId: string }>;
  findings(treeId: string): LocatedFinding[];
  entities(treeId: string): SnapshotEntities | undefined;
  /** Read now; resolves when the read was accepted, held back or failed (see list()). */
  refresh(treeId: string): Promise<void>;
  /** Accept a held-back read of exactly this revision. */
  release(treeId: string, revision: string): Promise<void>;
  /** Called after a new snapshot came into force. Returns the unsubscribe. */
  subscribe(listener: (treeId: string) => void): () => void;
}
