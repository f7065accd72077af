// @ts-check

/**
 * Who did what. Rows are only ever added, and a pending one completed once.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('audit_events', table => {
    table.comment('Actions of people, allowed or not; append-only');
    // Order of events: times of several replicas may collide or run backwards.
    table.bigIncrements('sequence').primary();
    table.uuid('id').notNullable().unique();
    table.dateTime('at', { precision: 3 }).notNullable();
    table.string('actor').notNullable();
    table.string('action').notNullable();
    table.string('entity_ref');
    table.text('target').notNullable();
    table.text('parameters').notNullable().comment('JSON object');
    table.text('reason');
    table.string('decision').notNullable();
    table.text('decision_reason');
    table.string('result').notNullable();
    table.text('result_message');
    table.dateTime('finished_at', { precision: 3 });
    table.string('idempotency_key', 128);
    // NULL keys do not collide: refused attempts carry none.
    table.unique(['actor', 'action', 'idempotency_key'], {
      indexName: 'audit_events_idempotency',
    });
    table.index(['entity_ref', 'sequence'], 'audit_events_entity');
    table.index(['actor', 'sequence'], 'audit_events_actor');
    table.index(['action', 'result'], 'audit_events_pending');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('audit_events');
};
