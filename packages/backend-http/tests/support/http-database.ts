import { sqlModule as coreSql, migrate } from '@pgflow/core-sql';
import { installExtensions } from '@pgflow/dev-postgres';
import { type TestDatabase, testDatabase } from '@pgflow/dev-postgres/testing';
import { sqlModule as backendHttp } from '../../src/index.js';

/** A database of this test file with core and pgTAP, without pgmq, and `helpers`, SQL of the tests. */
export function httpDatabase(helpers = ''): TestDatabase {
  const modules = [coreSql, backendHttp];
  const migrations = modules.flatMap((module) => module.migrations.map(({ sql }) => sql));
  return testDatabase(['backend-http', helpers, ...migrations], async (admin) => {
    await installExtensions(admin, ['pgtap']);
    await migrate(admin, modules);
    await admin.unsafe(helpers);
  });
}
