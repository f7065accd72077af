import {
  continuesChain,
  type LastTurn,
  type TransitionField,
  type TurnTiming,
} from '@strata/plugin-strata-common';
import type { Knex } from 'knex';
import {
  type ClaimedTurn,
  type LoggedTurn,
  type TransitionLog,
  uidKey,
} from './TransitionLog';

/** As the drivers return it: times are Date, text or epoch milliseconds. */
interface Row {
  sequence: number | string;
  cluster: string;
  namespace: string;
  name: string;
  uid: string;
  entity_ref: string | null;
  environment: string | null;
  field: string;
  position: number;
  from_value: string | null;
  to_value: string;
  at: Date | string | number;
  timing: string;
  seen_at: Date | string | number;
  resource_version: string;
  actor: string | null;
  message: string | null;
}

type Last = LastTurn & { position: number };

const table = 'delivery_transitions';
/** SQLite takes 999 variables in older builds; a row has 16 columns. */
const rowsPerInsert = 50;
const uidsPerQuery = 400;
/** Rounds in which another replica may have been faster. */
const mostRounds = 10;

const millis = (time: Row['at']) => new Date(time).getTime();
const chainOf = (link: { cluster: string; uid: string; field: string }) =>
  `${uidKey(link)}/${link.field}`;

function toTurn(row: Row): LoggedTurn {
  return {
    sequence: Number(row.sequence),
    cluster: row.cluster,
    namespace: row.namespace,
    name: row.name,
    uid: row.uid,
    entityRef: row.entity_ref ?? undefined,
    environment: row.environment ?? undefined,
    field: row.field as TransitionField,
    from: row.from_value ?? undefined,
    to: row.to_value,
    at: millis(row.at),
    timing: row.timing as TurnTiming,
    seenAt: millis(row.seen_at),
    resourceVersion: row.resource_version,
    by: row.actor ?? undefined,
    message: row.message ?? undefined,
  };
}

function toRow(turn: ClaimedTurn, last: Last | undefined) {
  return {
    cluster: turn.cluster,
    namespace: turn.namespace,
    name: turn.name,
    uid: turn.uid,
    entity_ref: turn.entityRef ?? null,
    environment: turn.environment ?? null,
    field: turn.field,
    position: (last?.position ?? 0) + 1,
    from_value: turn.from ?? last?.to ?? null,
    to_value: turn.to,
    at: new Date(turn.at),
    timing: turn.timing,
    seen_at: new Date(turn.seenAt),
    resource_version: turn.resourceVersion,
    actor: turn.by ?? null,
    message: turn.message ?? null,
  };
}

/** The transition log in the plugin's database (SQLite or PostgreSQL). */
export class DatabaseTransitionLog implements TransitionLog {
  constructor(private readonly knex: Knex) {}

  async append(turns: readonly ClaimedTurn[]): Promise<void> {
    let waiting = turns;
    for (let round = 0; waiting.length > 0; round++) {
      if (round === mostRounds) {
        throw new Error(
          `${waiting.length} transitions found their place taken ${mostRounds} times`,
        );
      }
      waiting = await this.#appendOnce(waiting);
    }
  }

  async outOfSync() {
    const rows = await this.knex<Row>(`${table} as turn`)
      .where({ field: 'sync', to_value: 'OutOfSync' })
      .whereNotExists(this.#later())
      .select('cluster', 'uid', 'at', 'timing');
    return new Map(
      rows.map(row => [
        uidKey(row),
        { sinceMs: millis(row.at), exact: row.timing === 'seen' },
      ]),
    );
  }

  async list({
    entityRefs,
    application,
    before,
    limit,
  }: Parameters<TransitionLog['list']>[0]): Promise<LoggedTurn[]> {
    if (entityRefs?.length === 0) return [];
    const query = this.knex<Row>(table)
      .where(known =>
        known.whereNotNull('from_value').orWhere({ timing: 'upstream' }),
      )
      .orderBy([
        { column: 'at', order: 'desc' },
        { column: 'sequence', order: 'desc' },
      ])
      .limit(limit);
    if (entityRefs) query.whereIn('entity_ref', [...entityRefs]);
    if (application) {
      const { cluster, namespace, name } = application;
      query.where({ cluster, namespace, name });
    }
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
    return (await query).map(toTurn);
  }

  async deployments({
    entityRef,
    environment,
    from,
    to,
  }: Parameters<TransitionLog['deployments']>[0]): Promise<LoggedTurn[]> {
    const rows = await this.knex<Row>(table)
      .where({ entity_ref: entityRef, environment, field: 'revision' })
      .whereBetween('at', [new Date(from), new Date(to)])
      .orderBy('at');
    return rows.map(toTurn);
  }

  async clean(olderThan: number): Promise<number> {
    const old = this.knex<Row>(`${table} as turn`)
      .where('at', '<', new Date(olderThan))
      .whereExists(this.#later())
      .select('sequence');
    return this.knex<Row>(table).whereIn('sequence', old).delete();
  }

  /** Entries behind the one of the outer query, in the same chain. */
  #later() {
    const { knex } = this;
    return knex(`${table} as later`)
      .select(knex.raw('1'))
      .whereRaw(
        'later.cluster = turn.cluster and later.uid = turn.uid and later.field = turn.field and later.position > turn.position',
      );
  }

  /** Returns those that have to be judged again: another replica was faster. */
  async #appendOnce(turns: readonly ClaimedTurn[]): Promise<ClaimedTurn[]> {
    const last = await this.#last(turns);
    const links: { turn: ClaimedTurn; row: ReturnType<typeof toRow> }[] = [];
    for (const turn of turns) {
      const chain = chainOf(turn);
      const before = last.get(chain);
      if (!continuesChain(turn, before)) continue;
      const row = toRow(turn, before);
      links.push({ turn, row });
      last.set(chain, { ...turn, position: row.position });
    }
    const written = new Set<string>();
    for (let at = 0; at < links.length; at += rowsPerInsert) {
      const inserted = await this.knex<Row>(table)
        .insert(links.slice(at, at + rowsPerInsert).map(({ row }) => row))
        .onConflict(['cluster', 'uid', 'field', 'position'])
        .ignore()
        .returning(['cluster', 'uid', 'field', 'position']);
      for (const row of inserted) {
        written.add(`${chainOf(row)}/${row.position}`);
      }
    }
    return links
      .filter(({ row }) => !written.has(`${chainOf(row)}/${row.position}`))
      .map(({ turn }) => turn);
  }

  async #last(turns: readonly ClaimedTurn[]): Promise<Map<string, Last>> {
    const uids = [...new Set(turns.map(({ uid }) => uid))];
    const last = new Map<string, Last>();
    for (let at = 0; at < uids.length; at += uidsPerQuery) {
      const rows = await this.knex<Row>(`${table} as turn`)
        .whereIn('uid', uids.slice(at, at + uidsPerQuery))
        .whereNotExists(this.#later())
        .select('turn.*');
      for (const row of rows) {
        last.set(chainOf(row), { ...toTurn(row), position: row.position });
      }
    }
    return last;
  }
}
