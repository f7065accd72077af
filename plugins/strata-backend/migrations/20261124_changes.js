// @ts-check

/**
 * Changes opened from the portal. What the git host knows (branch, head,
 * merge) is repeated here so that lists never ask it; what a journey reached
 * is kept, because later deployments overwrite its evidence.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('strata_changes', table => {
    table.comment('Changes of a tree, one row each');
    table.string('id', 36).primary();
    table.string('tree_id', 63).notNullable();
    table.string('template', 63).notNullable();
    table.string('title', 255).notNullable();
    table
      .string('state', 16)
      .notNullable()
      .comment('opening | open | conflicted | merged | closed');
    table.string('author', 255).notNullable().comment('User entity ref');
    table.string('owner_ref', 255).notNullable().comment('Group entity ref');
    table.string('item_path', 255).notNullable();
    table.string('entity_ref', 255).notNullable();
    table.string('idempotency_key', 128).notNullable();
    table
      .text('intent', 'longtext')
      .notNullable()
      .comment('JSON of template and values');
    table
      .text('environments')
      .notNullable()
      .comment('JSON: where the change leads to');
    table
      .text('files', 'longtext')
      .notNullable()
      .comment('JSON: paths and diffs on base');
    table
      .text('added', 'longtext')
      .notNullable()
      .comment('JSON: findings it adds to the tree');
    table.string('branch', 255).notNullable();
    table.string('base', 64).notNullable();
    table.string('head', 64).notNullable().comment('Empty while opening');
    table.string('merge_commit', 64);
    table.string('url', 1024);
    table.string('merged_at', 40).comment('ISO 8601');
    table.string('closed_at', 40).comment('ISO 8601');
    table
      .text('reached')
      .notNullable()
      .comment('JSON: steps of the journey that were seen done');
    table.boolean('arrived').notNullable().comment('The journey is complete');
    table.string('created_at', 40).notNullable().comment('ISO 8601');
    table.string('updated_at', 40).notNullable().comment('ISO 8601');
    table.unique(['author', 'idempotency_key'], {
      indexName: 'strata_changes_key_uniq',
    });
    table.index(['state'], 'strata_changes_state_idx');
    table.index(['entity_ref'], 'strata_changes_entity_idx');
    table.index(['created_at'], 'strata_changes_created_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('strata_changes');
};
