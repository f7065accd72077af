// @ts-check

/**
 * What was read of each tree. `strata_trees` is small and asked for often: one
 * row per tree. The snapshots are large and fetched when `version` moves.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('strata_trees', table => {
    table.comment('The state of reading, one row per tree');
    table.string('tree_id', 63).primary();
    table
      .integer('version')
      .notNullable()
      .comment('Moves with every snapshot that is accepted, held or released');
    table.string('accepted_revision', 255);
    table.string('accepted_etag', 64).comment('Hash of the entities');
    table.string('accepted_at', 40).comment('ISO 8601');
    table.string('committed_at', 40).comment('ISO 8601');
    table.string('last_read_revision', 255);
    table.string('last_read_at', 40).comment('ISO 8601');
    table.text('last_error');
    table.string('held_revision', 255);
    table.string('held_at', 40).comment('ISO 8601');
    table.text('held_reason');
    table.text('held_removed').comment('JSON array of what it would remove');
  });
  await knex.schema.createTable('strata_tree_snapshots', table => {
    table.comment('Parsed trees and their entities, as JSON');
    table.string('tree_id', 63).notNullable();
    table.string('slot', 8).notNullable().comment('accepted | held');
    table.text('snapshot', 'longtext').notNullable();
    table.primary(['tree_id', 'slot']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('strata_tree_snapshots');
  await knex.schema.dropTable('strata_trees');
};
