import { cloneDatabase, createTemplate, testServerUrl } from '@pgflow/dev-postgres';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll } from 'vitest';
import { migrate, sqlModule } from '../../src/index.js';
import { notingBackend } from './noting-backend.js';

/** A database of this test file with core and a backend that only notes what it is told. */
export function testDatabase(): { readonly sql: Sql } {
  let sql: Sql;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const key = ['core-sql', notingBackend, ...sqlModule.migrations.map((m) => m.sql)];
    const template = await createTemplate(testServerUrl(), key, async (admin) => {
      await migrate(admin, [sqlModule]);
      await admin.unsafe(notingBackend);
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
