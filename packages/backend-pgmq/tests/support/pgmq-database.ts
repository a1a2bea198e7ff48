import { sqlModule as coreSql, migrate } from '@pgflow/core-sql';
import { installExtensions } from '@pgflow/dev-postgres';
import { type TestDatabase, testDatabase } from '@pgflow/dev-postgres/testing';
import { sqlModule as backendPgmq } from '../../src/index.js';

/** A database of this test file with core, pgmq and pgTAP, and `helpers`, SQL of the tests. */
export function pgmqDatabase(helpers = ''): TestDatabase {
  const modules = [coreSql, backendPgmq];
  const migrations = modules.flatMap((module) => module.migrations.map(({ sql }) => sql));
  return testDatabase(['backend-pgmq', helpers, ...migrations], async (admin) => {
    await installExtensions(admin);
    await migrate(admin, modules);
    await admin.unsafe(helpers);
  });
}
