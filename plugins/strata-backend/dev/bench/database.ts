import { resolvePackagePath } from '@backstage/backend-plugin-api';
import createKnex, { type Knex } from 'knex';

/** The plugin's tables in a SQLite database in memory. */
export async function migratedDatabase(): Promise<Knex> {
  const knex = createKnex({
    client: 'better-sqlite3',
    connection: ':memory:',
    useNullAsDefault: true,
  });
  await knex.migrate.latest({
    directory: resolvePackagePath(
      '@strata/plugin-strata-backend',
      'migrations',
    ),
  });
  return knex;
}
