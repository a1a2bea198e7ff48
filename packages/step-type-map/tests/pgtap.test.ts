import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sqlModule as coreSql, migrate } from '@pgflow/core-sql';
import {
  type ClonedDatabase,
  cloneDatabase,
  createTemplate,
  installExtensions,
  pgTapFiles,
  runPgTap,
  testServerUrl,
} from '@pgflow/dev-postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sqlModule as stepTypeMap } from '../src/index.js';

const folder = fileURLToPath(new URL('pgtap', import.meta.url));
const sentences = pgTapFiles(folder)
  .filter((file) => !dirname(file).endsWith('helpers'))
  .map((file): [string, string] => [
    relative(folder, file).replace('.sql', '').replaceAll('_', ' ').replace('/', ': '),
    file,
  ]);

let database: ClonedDatabase;
beforeAll(async () => {
  const modules = [coreSql, stepTypeMap];
  const helpers = readFileSync(join(folder, 'helpers/by_hand.sql'), 'utf8');
  const migrations = modules.flatMap((module) => module.migrations.map((m) => m.sql));
  const key = ['step-type-map and helpers', helpers, ...migrations];
  const template = await createTemplate(testServerUrl(), key, async (admin) => {
    await installExtensions(admin, ['pgtap']);
    await migrate(admin, modules);
    await admin.unsafe(helpers);
  });
  database = await cloneDatabase(testServerUrl(), template);
});
afterAll(() => database?.drop());

test.each(sentences)('%s', async (_, file) => {
  const [result] = await runPgTap(database.url, [file]);
  expect(result?.failures).toEqual([]);
  expect(result?.passed).toBeGreaterThan(0);
});
