// @ts-check

/**
 * Two people who create the same item at once: the database lets one of them.
 * Only changes that are not over count.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(
    `create unique index strata_changes_one_per_item
       on strata_changes (tree_id, entity_ref)
       where state in ('opening', 'open', 'conflicted')`,
  );
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw('drop index strata_changes_one_per_item');
};
