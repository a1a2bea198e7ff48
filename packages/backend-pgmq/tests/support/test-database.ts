import { sqlModule as coreSql, migrate } from '@pgflow/core-sql';
import {
  cloneDatabase,
  createTemplate,
  installExtensions,
  testServerUrl,
} from '@pgflow/dev-postgres';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll } from 'vitest';
import { sqlModule as backendPgmq } from '../../src/index.js';

const modules = [coreSql, backendPgmq];

/** A database of this test file with core and pgmq. */
export function testDatabase(): { readonly sql: Sql } {
  let sql: Sql;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const key = [
      'backend-pgmq',
      ...modules.flatMap(({ migrations }) => migrations.map((m) => m.sql)),
    ];
    const template = await createTemplate(testServerUrl(), key, async (admin) => {
      await installExtensions(admin, ['pgmq']);
      await migrate(admin, modules);
    });
    const clone = await cloneDatabase(testServerUrl(), template);
    drop = clone.drop;
    sql = postgres(clone.url, { max: 10, onnotice: () => {} });
  });
  afterAll(async () => {
    await sql.end({ timeout: 5 });
    await drop();
  });
  return {
    get sql() {
      return sql;
    },
  };
}
