import { sqlModule as backendPgmq } from '@pgflow/backend-pgmq';
import { sqlModule as coreSql, migrate } from '@pgflow/core-sql';
import {
  cloneDatabase,
  createTemplate,
  installExtensions,
  testServerUrl,
} from '@pgflow/dev-postgres';
import { sqlModule as stepTypeMap } from '@pgflow/step-type-map';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll } from 'vitest';

const modules = [coreSql, stepTypeMap, backendPgmq];

/** A database of this test file with all layers; made before its tests, dropped after them. */
export function testDatabase(): { readonly sql: Sql; readonly url: string } {
  let sql: Sql;
  let url: string;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const key = [
      'edge-worker',
      ...modules.flatMap(({ migrations }) => migrations.map((m) => m.sql)),
    ];
    const template = await createTemplate(testServerUrl(), key, async (admin) => {
      await installExtensions(admin, ['pgmq']);
      await migrate(admin, modules);
    });
    ({ url, drop } = await cloneDatabase(testServerUrl(), template));
    sql = postgres(url, { max: 10, onnotice: () => {} });
  });
  afterAll(async () => {
    await sql.end({ timeout: 5 });
    await drop();
  });
  return {
    get sql() {
      return sql;
    },
    get url() {
      return url;
    },
  };
}
