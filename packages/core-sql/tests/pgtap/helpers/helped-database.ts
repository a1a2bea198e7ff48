import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  type ClonedDatabase,
  cloneDatabase,
  createTemplate,
  installExtensions,
  pgTapFiles,
  testServerUrl,
} from '@pgflow/dev-postgres';
import { migrate, sqlModule } from '../../../src/index.js';

/** A database with core, pgTAP, and what stands in this folder: a backend, step types, calls. */
export async function helpedDatabase(): Promise<ClonedDatabase> {
  const helpers = pgTapFiles(fileURLToPath(new URL('.', import.meta.url)));
  const sql = helpers.map((file) => readFileSync(file, 'utf8')).join('\n');
  const key = ['core-sql and helpers', sql, ...sqlModule.migrations.map((m) => m.sql)];
  const template = await createTemplate(testServerUrl(), key, async (admin) => {
    await installExtensions(admin, ['pgtap']);
    await migrate(admin, [sqlModule]);
    await admin.unsafe(sql);
  });
  return cloneDatabase(testServerUrl(), template);
}
