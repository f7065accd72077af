import type { Mark } from '@strata/plugin-strata-common';
import type { Knex } from 'knex';

/** A mark with its place in the log. */
export interface LoggedMark {
  sequence: number;
  mark: Mark;
}

/** What people said of revisions, in order. */
export interface MarkLog {
  append(mark: Mark): Promise<void>;
  /** Marks behind a place in the log, oldest first. */
  since(sequence: number): Promise<LoggedMark[]>;
}

interface Row {
  sequence: number | string;
  at: Date | string | number;
  actor: string;
  entity_ref: string | null;
  repository: string;
  revision: string;
  verdict: string;
  reason: string;
}

/** Marks in the plugin's database (SQLite or PostgreSQL). */
export class DatabaseMarkLog implements MarkLog {
  constructor(private readonly knex: Knex) {}

  async append(mark: Mark): Promise<void> {
    await this.knex('revision_marks').insert({
      at: new Date(mark.at),
      actor: mark.by,
      entity_ref: mark.entityRef ?? null,
      repository: mark.repository,
      revision: mark.revision,
      verdict: mark.verdict,
      reason: mark.reason,
    });
  }

  async since(sequence: number): Promise<LoggedMark[]> {
    const rows = await this.knex<Row>('revision_marks')
      .where('sequence', '>', sequence)
      .orderBy('sequence');
    return rows.map(row => ({
      sequence: Number(row.sequence),
      mark: {
        repository: row.repository,
        revision: row.revision,
        verdict: row.verdict === 'bad' ? 'bad' : 'good',
        reason: row.reason,
        entityRef: row.entity_ref ?? undefined,
        by: row.actor,
        at: new Date(row.at).toISOString(),
      },
    }));
  }
}
