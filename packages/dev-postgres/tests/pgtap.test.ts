import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ClonedDatabase,
  cloneDatabase,
  createTemplate,
  installExtensions,
  pgTapFiles,
  runPgTap,
  testServerUrl,
} from '@pgflow/dev-postgres';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';

const url = testServerUrl();
let database: ClonedDatabase;
beforeAll(async () => {
  database = await cloneDatabase(url, await createTemplate(url, 'extensions', installExtensions));
});
afterAll(() => database.drop());

test.each(pgTapFiles('tests/pgtap'))('%s', async (file) => {
  const [result] = await runPgTap(database.url, [file]);
  expect(result).toEqual({ file, passed: 2, failures: [] });
});

test.each([
  [
    'a broken assertion',
    `select plan(2); select ok(true); select is(1, 2, 'same'); select * from finish();`,
    1,
    /not ok 2 - same\n#.*\n#\s+have: 1/,
  ],
  ['a wrong plan', `select plan(2); select ok(true);`, 1, /Planned 2 assertions, ran 1/],
  ['a missing plan', `select 'nothing';`, 0, /no plan/],
  ['an error', `select plan(1); select 1 / 0;`, 0, /division by zero/],
])('%s is a failure', async (_, sql, passed, message) => {
  const folder = mkdtempSync(join(tmpdir(), 'pgflow-pgtap-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'test.sql');
  writeFileSync(file, `begin; ${sql} rollback;`);
  const [result] = await runPgTap(database.url, [file]);
  expect(result?.passed).toBe(passed);
  expect(result?.failures[0]).toMatch(message);
});
