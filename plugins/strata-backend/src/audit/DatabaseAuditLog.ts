import { randomUUID } from 'node:crypto';
import { ConflictError, InputError } from '@backstage/errors';
import {
  type AuditEvent,
  auditEventSchema,
  type AuditPage,
} from '@strata/plugin-strata-common';
import type { Knex } from 'knex';
import type { AuditActivity, AuditLog, PendingAudit } from './AuditLog';

/** As the drivers return it: times are Date, text or epoch milliseconds. */
interface Row {
  sequence: number | string;
  id: string;
  at: Date | string | number;
  actor: string;
  action: string;
  entity_ref: string | null;
  target: string;
  parameters: string;
  reason: string | null;
  decision: string;
  decision_reason: string | null;
  result: string;
  result_message: string | null;
  finished_at: Date | string | number | null;
  idempotency_key: string | null;
}

const iso = (time: Row['at']) => new Date(time).toISOString();

function toEvent(row: Row): AuditEvent {
  return auditEventSchema.parse({
    id: row.id,
    at: iso(row.at),
    actor: row.actor,
    action: row.action,
    entityRef: row.entity_ref ?? undefined,
    target: row.target,
    parameters: JSON.parse(row.parameters),
    reason: row.reason ?? undefined,
    decision: row.decision,
    decisionReason: row.decision_reason ?? undefined,
    result: row.result,
    resultMessage: row.result_message ?? undefined,
    finishedAt: row.finished_at === null ? undefined : iso(row.finished_at),
  });
}

/** The audit in the plugin's database (SQLite or PostgreSQL). */
export class DatabaseAuditLog implements AuditLog, PendingAudit, AuditActivity {
  constructor(private readonly knex: Knex, private readonly now: () => Date) {}

  /** @throws ConflictError where the same key acted before */
  async append(event: Parameters<AuditLog['append']>[0]): Promise<AuditEvent> {
    const row: Omit<Row, 'sequence'> = {
      id: randomUUID(),
      at: this.now(),
      actor: event.actor,
      action: event.action,
      entity_ref: event.entityRef ?? null,
      target: event.target,
      parameters: JSON.stringify(event.parameters),
      reason: event.reason ?? null,
      decision: event.decision,
      decision_reason: event.decisionReason ?? null,
      result: event.result,
      result_message: event.resultMessage ?? null,
      finished_at: null,
      idempotency_key: event.idempotencyKey ?? null,
    };
    // Not every driver says which constraint failed: ask what came of it.
    const inserted = await this.knex<Row>('audit_events')
      .insert(row)
      .onConflict(['actor', 'action', 'idempotency_key'])
      .ignore()
      .returning('id');
    if (inserted.length === 0) {
      throw new ConflictError(
        `${event.action} with this idempotencyKey is in the audit already`,
      );
    }
    return toEvent({ ...row, sequence: 0 });
  }

  async findByIdempotencyKey(actor: string, action: string, key: string) {
    const row = await this.knex<Row>('audit_events')
      .where({ actor, action, idempotency_key: key })
      .first();
    return row && toEvent(row);
  }

  async complete(
    id: string,
    { result, message }: Parameters<AuditLog['complete']>[1],
  ): Promise<void> {
    await this.knex<Row>('audit_events')
      .where({ id, result: 'pending' })
      .update({
        result,
        result_message: message ?? null,
        finished_at: this.now(),
      });
  }

  async get(id: string): Promise<AuditEvent | undefined> {
    const row = await this.knex<Row>('audit_events').where({ id }).first();
    return row && toEvent(row);
  }

  async pending(action: string): Promise<AuditEvent[]> {
    const rows = await this.knex<Row>('audit_events')
      .where({ action, result: 'pending' })
      .orderBy('sequence');
    return rows.map(toEvent);
  }

  async activity({
    entityRefs,
    before,
    limit,
  }: Parameters<AuditActivity['activity']>[0]) {
    if (entityRefs.length === 0) return [];
    const query = this.knex<Row>('audit_events')
      .whereIn('entity_ref', [...entityRefs])
      .whereNot({ decision: 'denied' })
      .orderBy([
        { column: 'at', order: 'desc' },
        { column: 'sequence', order: 'desc' },
      ])
      .limit(limit);
    if (before) {
      const at = new Date(before.at);
      query.where(earlier =>
        earlier
          .where('at', '<', at)
          .orWhere(same =>
            same.where({ at }).andWhere('sequence', '<', before.sequence),
          ),
      );
    }
    return (await query).map(row => ({
      event: toEvent(row),
      sequence: Number(row.sequence),
    }));
  }

  /** Newest first. */
  async list(filter: Parameters<AuditLog['list']>[0]): Promise<AuditPage> {
    const query = this.knex<Row>('audit_events')
      .orderBy('sequence', 'desc')
      .limit(filter.limit + 1);
    if (filter.actor) query.andWhere({ actor: filter.actor });
    if (filter.entityRef) query.andWhere({ entity_ref: filter.entityRef });
    if (filter.action) query.andWhere({ action: filter.action });
    if (filter.cursor) {
      query.andWhere('sequence', '<', sequenceOf(filter.cursor));
    }
    const rows = await query;
    const shown = rows.slice(0, filter.limit);
    return {
      events: shown.map(toEvent),
      nextCursor:
        rows.length > shown.length ? String(shown.at(-1)?.sequence) : undefined,
    };
  }
}

function sequenceOf(cursor: string): number {
  const sequence = Number(cursor);
  if (!Number.isSafeInteger(sequence) || sequence < 1) {
    throw new InputError('cursor must be the nextCursor of an earlier page');
  }
  return sequence;
}
