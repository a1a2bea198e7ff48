import { readFileSync } from 'node:fs';
import { type TestDatabase, testDatabase } from '@pgflow/dev-postgres/testing';
import { migrate, sqlModule } from '../../src/index.js';

const memo = new URL('../pgtap/helpers/10_memo_backend.sql', import.meta.url);

/** A database of this test file with core and nothing else. */
export function coreDatabase(extraSql = ''): TestDatabase {
  const migrations = sqlModule.migrations.map(({ sql }) => sql);
  return testDatabase(['core-sql', extraSql, ...migrations], async (admin) => {
    await migrate(admin, [sqlModule]);
    await admin.unsafe(extraSql);
  });
}

/** The same with a worker backend, without which no flow can be defined. */
export function coreDatabaseWithBackend(): TestDatabase {
  return coreDatabase(readFileSync(memo, 'utf8'));
}
