import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ClonedDatabase, pgTapFiles, runPgTap } from '@pgflow/dev-postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { helpedDatabase } from './pgtap/helpers/helped-database.js';

const folder = fileURLToPath(new URL('pgtap', import.meta.url));
const sentences = pgTapFiles(folder)
  .filter((file) => !dirname(file).endsWith('helpers'))
  .map((file): [string, string] => [
    relative(folder, file).replace('.sql', '').replaceAll('_', ' ').replace('/', ': '),
    file,
  ]);

let database: ClonedDatabase;
beforeAll(async () => {
  database = await helpedDatabase();
});
afterAll(() => database?.drop());

test.each(sentences)('%s', async (_, file) => {
  const [result] = await runPgTap(database.url, [file]);
  expect(result?.failures).toEqual([]);
  expect(result?.passed).toBeGreaterThan(0);
});
