// @ts-check

/**
 * Revisions that people called good or bad. Rows are only ever added; the
 * latest of a revision and entity counts.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('revision_marks', table => {
    table.comment('Revisions marked good or bad; append-only');
    table.bigIncrements('sequence').primary();
    table.dateTime('at', { precision: 3 }).notNullable();
    table.string('actor').notNullable();
    table.string('entity_ref').comment('NULL: for everything that uses it');
    table.string('repository', 1024).notNullable().comment('As it was given');
    table.string('revision').notNullable();
    table.string('verdict', 8).notNullable();
    table.text('reason').notNullable();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('revision_marks');
};
