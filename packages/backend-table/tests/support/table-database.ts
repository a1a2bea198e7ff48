import { sqlModule as coreSql, migrate } from '@pgflow/core-sql';
import { installExtensions } from '@pgflow/dev-postgres';
import { type TestDatabase, testDatabase } from '@pgflow/dev-postgres/testing';
import { sqlModule as backendTable } from '../../src/index.js';

/** A database of this test file with core and pgTAP, without pgmq, and `helpers`, SQL of the tests. */
export function tableDatabase(helpers = ''): TestDatabase {
  const modules = [coreSql, backendTable];
  const migrations = modules.flatMap((module) => module.migrations.map(({ sql }) => sql));
  return testDatabase(['backend-table', helpers, ...migrations], async (admin) => {
    await installExtensions(admin, ['pgtap']);
    await migrate(admin, modules);
    await admin.unsafe(helpers);
  });
}
