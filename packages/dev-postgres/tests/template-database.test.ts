import { randomUUID } from 'node:crypto';
import {
  cloneDatabase,
  createTemplate,
  installExtensions,
  testServerUrl,
} from '@pgflow/dev-postgres';
import { expect, test, vi } from 'vitest';
import { connect, databaseUrl } from '../src/connect.js';

const url = testServerUrl();
const prepare = vi.fn(async (sql) => {
  await sql`create table words (word text)`;
  await sql`insert into words values ('one')`;
});

test('callers at once make one template, and another key makes another', async () => {
  const key = randomUUID();
  const made = vi.fn(prepare);
  const names = await Promise.all(Array.from({ length: 5 }, () => createTemplate(url, key, made)));
  expect(new Set(names).size).toBe(1);
  expect(made).toHaveBeenCalledTimes(1);
  expect(await createTemplate(url, [key, 'create table more ()'], made)).not.toBe(names[0]);
});

test('a template whose making failed is made again', async () => {
  const key = randomUUID();
  const broken = createTemplate(url, key, () => Promise.reject(new Error('broken')));
  await expect(broken).rejects.toThrow('broken');
  const template = await createTemplate(url, key, prepare);
  await using database = await cloneDatabase(url, template);
  await using sql = connect(database.url);
  expect(await sql`select word from words`).toEqual([{ word: 'one' }]);
});

test('a clone is made in under a second, has all, and is gone after drop', async () => {
  const template = await createTemplate(url, 'extensions', installExtensions);
  const start = performance.now();
  const database = await cloneDatabase(url, template);
  expect(performance.now() - start).toBeLessThan(1000);
  const sql = connect(database.url);
  await sql`select pgmq.create('jobs')`;
  expect(await sql`select plan(1) as tap`).toEqual([{ tap: '1..1' }]);
  await database.drop();
  await sql.end();
  await using gone = connect(database.url);
  await expect(gone`select 1`).rejects.toMatchObject({ code: '3D000' });
});

test('what one clone writes, the next does not see', async () => {
  const template = await createTemplate(url, 'words', prepare);
  await using first = await cloneDatabase(url, template);
  await using sql = connect(first.url);
  await sql`insert into words values ('two')`;
  await using second = await cloneDatabase(url, template);
  await using other = connect(second.url);
  expect(await other`select count(*)::int as count from words`).toEqual([{ count: 1 }]);
});

test('databaseUrl keeps all but the database', () => {
  expect(databaseUrl('postgres://a:b@host:1/x?ssl=require', 'y')).toBe(
    'postgres://a:b@host:1/y?ssl=require',
  );
});
