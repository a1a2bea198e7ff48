import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sqlModule as coreSql, migrate } from '@pgflow/core-sql';
import { installExtensions } from '@pgflow/dev-postgres';
import { testDatabase, testPgTapFiles } from '@pgflow/dev-postgres/testing';
import { sqlModule as stepTypeMap } from '../src/index.js';

const folder = fileURLToPath(new URL('pgtap', import.meta.url));
const helpers = readFileSync(join(folder, 'helpers/by_hand.sql'), 'utf8');
const modules = [coreSql, stepTypeMap];
const migrations = modules.flatMap((module) => module.migrations.map(({ sql }) => sql));
const database = testDatabase(['step-type-map', helpers, ...migrations], async (admin) => {
  await installExtensions(admin, ['pgtap']);
  await migrate(admin, modules);
  await admin.unsafe(helpers);
});
testPgTapFiles(folder, database);
