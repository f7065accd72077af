// @ts-check

/**
 * What turned in Applications, and when. Per Application and field the
 * positions form a chain, so that of several replicas one writes each turn.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('delivery_transitions', table => {
    table.comment('Turns of sync, health, operation, revision and gate');
    table.bigIncrements('sequence').primary();
    table.string('cluster').notNullable();
    table.string('namespace').notNullable();
    table.string('name').notNullable();
    table.string('uid').notNullable();
    table.string('entity_ref').comment('Who claimed it when it turned');
    table.string('environment');
    table.string('field', 16).notNullable();
    table.integer('position').notNullable();
    table.text('from_value');
    table.text('to_value').notNullable();
    table.dateTime('at', { precision: 3 }).notNullable();
    table
      .string('timing', 16)
      .notNullable()
      .comment('Whose time "at" is: upstream, seen or found');
    table.dateTime('seen_at', { precision: 3 }).notNullable();
    table.string('resource_version').notNullable();
    table.string('actor');
    table.text('message');
    table.unique(['cluster', 'uid', 'field', 'position'], {
      indexName: 'delivery_transitions_chain',
    });
    table.index(['entity_ref', 'at'], 'delivery_transitions_entity');
    table.index(['at'], 'delivery_transitions_at');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('delivery_transitions');
};
