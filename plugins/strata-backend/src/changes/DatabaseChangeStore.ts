import { entityRef } from '@strata/plugin-strata-common';
import type { Knex } from 'knex';
import type { ChangeRecord, ChangeStore, ChangeUpdate } from './ChangeStore';

interface ChangeRow {
  id: string;
  tree_id: string;
  template: string;
  title: string;
  state: ChangeRecord['state'];
  author: string;
  owner_ref: string;
  item_path: string;
  entity_ref: string;
  idempotency_key: string;
  intent: string;
  environments: string;
  files: string;
  added: string;
  branch: string;
  base: string;
  head: string;
  merge_commit: string | null;
  url: string | null;
  merged_at: string | null;
  closed_at: string | null;
  reached: string;
  /** SQLite has 0 and 1. */
  arrived: boolean | number;
  created_at: string;
  updated_at: string;
}

/** {@inheritDoc ChangeStore} */
export class DatabaseChangeStore implements ChangeStore {
  constructor(private readonly knex: Knex) {}

  async insert(record: ChangeRecord): Promise<boolean> {
    const written = await this.#changes()
      .insert(toRow(record))
      .onConflict()
      .ignore()
      .returning('id');
    return written.length === 1;
  }

  async byId(id: string): Promise<ChangeRecord | undefined> {
    const row = await this.#changes().where({ id }).first();
    return row && toRecord(row);
  }

  async byKey(author: string, key: string): Promise<ChangeRecord | undefined> {
    const row = await this.#changes()
      .where({ author, idempotency_key: key })
      .first();
    return row && toRecord(row);
  }

  async list(
    filter: Parameters<ChangeStore['list']>[0],
  ): Promise<ChangeRecord[]> {
    const query = this.#changes().orderBy('created_at', 'desc').orderBy('id');
    if (filter.limit !== undefined) query.limit(filter.limit);
    if (filter.states) query.whereIn('state', filter.states);
    if (filter.ownerRef) query.where({ owner_ref: filter.ownerRef });
    if (filter.entityRef) query.where({ entity_ref: filter.entityRef });
    if (filter.treeId) query.where({ tree_id: filter.treeId });
    if (filter.travelling) query.where({ arrived: false });
    return (await query).map(toRecord);
  }

  async update(id: string, at: string, update: ChangeUpdate): Promise<void> {
    await this.#changes()
      .where({ id })
      .update({ ...toColumns(update), updated_at: at });
  }

  async transition(
    id: string,
    from: readonly ChangeRecord['state'][],
    at: string,
    update: ChangeUpdate,
  ): Promise<boolean> {
    const changed = await this.#changes()
      .where({ id })
      .whereIn('state', from)
      .update({ ...toColumns(update), updated_at: at });
    return changed === 1;
  }

  #changes() {
    return this.knex<ChangeRow>('strata_changes');
  }
}

function toColumns(update: ChangeUpdate): Partial<ChangeRow> {
  const columns: Partial<ChangeRow> = {
    state: update.state,
    files: json(update.files),
    added: json(update.added),
    base: update.base,
    head: update.head,
    merge_commit: update.mergeCommit,
    url: update.url,
    merged_at: update.mergedAt,
    closed_at: update.closedAt,
    reached: json(update.reached),
    arrived: update.arrived,
  };
  return Object.fromEntries(
    Object.entries(columns).filter(([, value]) => value !== undefined),
  );
}

const json = (value: unknown) =>
  value === undefined ? undefined : JSON.stringify(value);

function toRow(record: ChangeRecord): ChangeRow {
  return {
    id: record.id,
    tree_id: record.intent.tree,
    template: record.intent.template,
    title: record.title,
    state: record.state,
    author: record.author,
    owner_ref: record.ownerRef,
    item_path: record.itemPath,
    entity_ref: record.entityRef,
    idempotency_key: record.idempotencyKey,
    intent: JSON.stringify(record.intent),
    environments: JSON.stringify(record.environments),
    files: JSON.stringify(record.files),
    added: JSON.stringify(record.added),
    branch: record.branch,
    base: record.base,
    head: record.head,
    merge_commit: record.mergeCommit ?? null,
    url: record.url ?? null,
    merged_at: record.mergedAt ?? null,
    closed_at: record.closedAt ?? null,
    reached: JSON.stringify(record.reached),
    arrived: record.arrived,
    created_at: record.createdAt,
    updated_at: record.updatedAt,
  };
}

function toRecord(row: ChangeRow): ChangeRecord {
  return {
    id: row.id,
    state: row.state,
    intent: JSON.parse(row.intent),
    title: row.title,
    author: row.author,
    ownerRef: entityRef(row.owner_ref),
    itemPath: row.item_path,
    entityRef: entityRef(row.entity_ref),
    idempotencyKey: row.idempotency_key,
    environments: JSON.parse(row.environments),
    files: JSON.parse(row.files),
    added: JSON.parse(row.added),
    branch: row.branch,
    base: row.base,
    head: row.head,
    ...(row.merge_commit && { mergeCommit: row.merge_commit }),
    ...(row.url && { url: row.url }),
    ...(row.merged_at && { mergedAt: row.merged_at }),
    ...(row.closed_at && { closedAt: row.closed_at }),
    reached: JSON.parse(row.reached),
    arrived: Boolean(row.arrived),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
