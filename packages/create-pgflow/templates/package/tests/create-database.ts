import { sqlModule as core, migrate, type SqlModule } from '@pgflow/core-sql';
import { cloneDatabase, createTemplate, startPostgres } from '@pgflow/dev-postgres';
import { sqlModule } from '../src/sql-module.js';

/** Vitest has started a server for all test files; `npm run contract` starts one here. */
const url = process.env.PGFLOW_TEST_URL ?? (await startPostgres()).url;

/** A new database with core, the SQL of this package and that of others. */
export function createDatabase(...others: SqlModule[]) {
  return databaseWith([core, sqlModule, ...others]);
}

/** The same as the release before left it, without the last migration of this package. */
export function createOlderDatabase(...others: SqlModule[]) {
  const migrations = sqlModule.migrations.slice(0, -1);
  return databaseWith([core, { ...sqlModule, migrations }, ...others]);
}

async function databaseWith(modules: SqlModule[]) {
  const template = await createTemplate(
    url,
    modules.flatMap(({ migrations }) => migrations.map(({ sql }) => sql)),
    (sql) => migrate(sql, modules),
  );
  return cloneDatabase(url, template);
}
