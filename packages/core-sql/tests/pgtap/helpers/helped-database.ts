import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { installExtensions, pgTapFiles } from '@pgflow/dev-postgres';
import { type TestDatabase, testDatabase } from '@pgflow/dev-postgres/testing';
import { migrate, sqlModule } from '../../../src/index.js';

/** A database of this test file with core, pgTAP, and what stands in this folder: a backend, step types, calls. */
export function helpedDatabase(): TestDatabase {
  const helpers = pgTapFiles(fileURLToPath(new URL('.', import.meta.url)));
  const sql = helpers.map((file) => readFileSync(file, 'utf8')).join('\n');
  const migrations = sqlModule.migrations.map((migration) => migration.sql);
  return testDatabase(['core-sql and helpers', sql, ...migrations], async (admin) => {
    await installExtensions(admin, ['pgtap']);
    await migrate(admin, [sqlModule]);
    await admin.unsafe(sql);
  });
}
