import type { Knex } from 'knex';
import type {
  HeldBack,
  TreeRecord,
  TreeSnapshot,
  TreeStore,
} from './TreeStore';

interface TreeRow {
  tree_id: string;
  version: number;
  accepted_revision: string | null;
  accepted_etag: string | null;
  accepted_at: string | null;
  committed_at: string | null;
  last_read_revision: string | null;
  last_read_at: string | null;
  last_error: string | null;
  held_revision: string | null;
  held_at: string | null;
  held_reason: string | null;
  held_removed: string | null;
}

interface SnapshotRow {
  tree_id: string;
  slot: 'accepted' | 'held';
  snapshot: string;
}

const nothingHeld = {
  held_revision: null,
  held_at: null,
  held_reason: null,
  held_removed: null,
} satisfies Partial<TreeRow>;

/** {@inheritDoc TreeStore} */
export class DatabaseTreeStore implements TreeStore {
  constructor(private readonly knex: Knex) {}

  async records(): Promise<TreeRecord[]> {
    return (await this.#trees(this.knex).select()).map(toRecord);
  }

  async record(treeId: string): Promise<TreeRecord | undefined> {
    const row = await this.#trees(this.knex).where({ tree_id: treeId }).first();
    return row && toRecord(row);
  }

  async snapshot(
    treeId: string,
    slot: 'accepted' | 'held',
  ): Promise<TreeSnapshot | undefined> {
    const row = await this.#snapshots(this.knex)
      .where({ tree_id: treeId, slot })
      .first();
    return row && JSON.parse(row.snapshot);
  }

  async noteRead(
    treeId: string,
    { revision, at }: { revision: string; at: string },
  ): Promise<void> {
    await this.#note(treeId, {
      last_read_revision: revision,
      last_read_at: at,
      last_error: null,
    });
  }

  async noteError(treeId: string, message: string): Promise<void> {
    await this.#note(treeId, { last_error: message });
  }

  async accept(options: {
    treeId: string;
    version: number;
    snapshot: TreeSnapshot;
    at: string;
  }): Promise<boolean> {
    const { treeId, version, snapshot, at } = options;
    return this.knex.transaction(async tx => {
      const moved = await this.#move(tx, treeId, version, {
        ...acceptedColumns(snapshot, at),
        ...nothingHeld,
        last_read_revision: snapshot.tree.revision,
        last_read_at: at,
        last_error: null,
      });
      if (!moved) return false;
      await this.#drop(tx, treeId, 'held');
      await this.#write(tx, treeId, 'accepted', snapshot);
      return true;
    });
  }

  async hold(options: {
    treeId: string;
    version: number;
    snapshot: TreeSnapshot;
    heldBack: HeldBack;
  }): Promise<boolean> {
    const { treeId, version, snapshot, heldBack } = options;
    return this.knex.transaction(async tx => {
      const moved = await this.#move(tx, treeId, version, {
        held_revision: heldBack.revision,
        held_at: heldBack.at,
        held_reason: heldBack.reason,
        held_removed: JSON.stringify(heldBack.removed),
        last_read_revision: heldBack.revision,
        last_read_at: heldBack.at,
        last_error: null,
      });
      if (moved) await this.#write(tx, treeId, 'held', snapshot);
      return moved;
    });
  }

  async release(options: {
    treeId: string;
    version: number;
    at: string;
  }): Promise<boolean> {
    const { treeId, version, at } = options;
    const held = await this.snapshot(treeId, 'held');
    if (!held) return false;
    return this.knex.transaction(async tx => {
      const moved = await this.#move(tx, treeId, version, {
        ...acceptedColumns(held, at),
        ...nothingHeld,
      });
      if (!moved) return false;
      await this.#drop(tx, treeId, 'held');
      await this.#write(tx, treeId, 'accepted', held);
      return true;
    });
  }

  #trees(tx: Knex) {
    return tx<TreeRow>('strata_trees');
  }

  #snapshots(tx: Knex) {
    return tx<SnapshotRow>('strata_tree_snapshots');
  }

  /** Columns that say how reading goes; they do not move the version. */
  async #note(treeId: string, columns: Partial<TreeRow>) {
    await this.#trees(this.knex)
      .insert({ tree_id: treeId, version: 0, ...columns })
      .onConflict('tree_id')
      .merge(columns);
  }

  /** One step of the version; false when another writer made it first. */
  async #move(
    tx: Knex,
    treeId: string,
    version: number,
    columns: Partial<TreeRow>,
  ): Promise<boolean> {
    await this.#trees(tx)
      .insert({ tree_id: treeId, version: 0 })
      .onConflict('tree_id')
      .ignore();
    const changed = await this.#trees(tx)
      .where({ tree_id: treeId, version })
      .update({ ...columns, version: version + 1 });
    return changed === 1;
  }

  async #write(
    tx: Knex,
    treeId: string,
    slot: SnapshotRow['slot'],
    snapshot: TreeSnapshot,
  ) {
    await this.#snapshots(tx)
      .insert({ tree_id: treeId, slot, snapshot: JSON.stringify(snapshot) })
      .onConflict(['tree_id', 'slot'])
      .merge(['snapshot']);
  }

  async #drop(tx: Knex, treeId: string, slot: SnapshotRow['slot']) {
    await this.#snapshots(tx).where({ tree_id: treeId, slot }).delete();
  }
}

function acceptedColumns(
  { tree, etag }: TreeSnapshot,
  at: string,
): Partial<TreeRow> {
  return {
    accepted_revision: tree.revision,
    accepted_etag: etag,
    accepted_at: at,
    committed_at: tree.committedAt ?? null,
  };
}

function toRecord(row: TreeRow): TreeRecord {
  const record: TreeRecord = { treeId: row.tree_id, version: row.version };
  if (row.accepted_revision && row.accepted_etag && row.accepted_at) {
    record.accepted = {
      revision: row.accepted_revision,
      etag: row.accepted_etag,
      at: row.accepted_at,
      ...(row.committed_at && { committedAt: row.committed_at }),
    };
  }
  if (row.last_read_revision && row.last_read_at) {
    record.lastRead = {
      revision: row.last_read_revision,
      at: row.last_read_at,
    };
  }
  if (row.last_error) record.lastError = row.last_error;
  if (row.held_revision && row.held_at && row.held_reason) {
    record.heldBack = {
      revision: row.held_revision,
      at: row.held_at,
      reason: row.held_reason,
      removed: JSON.parse(row.held_removed ?? '[]'),
    };
  }
  return record;
}
