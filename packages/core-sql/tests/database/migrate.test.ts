import { cloneDatabase, createTemplate, testServerUrl } from '@pgflow/dev-postgres';
import postgres from 'postgres';
import { expect, onTestFinished, test } from 'vitest';
import { migrate, type SqlModule, sqlModule } from '../../src/index.js';

async function emptyDatabase() {
  const template = await createTemplate(testServerUrl(), 'empty', async () => {});
  const clone = await cloneDatabase(testServerUrl(), template);
  const sql = postgres(clone.url, { max: 4, onnotice: () => {} });
  onTestFinished(async () => {
    await sql.end();
    await clone.drop();
  });
  return sql;
}

const plugin: SqlModule = {
  name: 'plugin',
  version: '1.2.0',
  schema: 'plugin',
  requires: { 'core-sql': `^${sqlModule.version}` },
  migrations: [{ version: '20260101000000', name: 'init', sql: 'create schema plugin' }],
};

test('applies what is missing in the order of requirements, and then nothing', async () => {
  const sql = await emptyDatabase();
  const { applied } = await migrate(sql, [plugin, sqlModule]);
  expect(applied.map(({ module }) => module)).toEqual(['core-sql', 'plugin']);
  expect(await migrate(sql, [plugin, sqlModule])).toEqual({ applied: [] });
});

test('many processes at once apply each file once', async () => {
  const sql = await emptyDatabase();
  const reports = await Promise.all([1, 2, 3, 4].map(() => migrate(sql, [sqlModule, plugin])));
  expect(reports.flatMap(({ applied }) => applied).length).toBe(2);
});

test('refuses a changed file, a missing module and an unfit version', async () => {
  const sql = await emptyDatabase();
  await migrate(sql, [sqlModule, plugin]);
  const changed = {
    ...plugin,
    migrations: [{ ...plugin.migrations[0], sql: 'select 1' }],
  } as SqlModule;
  await expect(migrate(sql, [sqlModule, changed])).rejects.toMatchObject({ code: 'PF343' });
  await expect(migrate(sql, [plugin])).rejects.toMatchObject({ code: 'PF344' });
  const picky = { ...plugin, requires: { 'core-sql': '^0.2.0' } };
  await expect(migrate(sql, [sqlModule, picky])).rejects.toMatchObject({ code: 'PF344' });
});

test('leaves nothing of a file that fails', async () => {
  const sql = await emptyDatabase();
  const broken = {
    ...plugin,
    migrations: [{ version: '1', name: 'broken', sql: 'create schema plugin; select nonsense' }],
  };
  await expect(migrate(sql, [sqlModule, broken])).rejects.toMatchObject({ code: 'PF345' });
  const found = await sql`select from pg_namespace where nspname = 'plugin'`;
  expect(found.length).toBe(0);
});

test('a file that Postgres does not take is named, with the line', async () => {
  const sql = await emptyDatabase();
  const withSql = (text: string) => ({
    ...plugin,
    migrations: [{ version: '20260101000000', name: 'init', sql: text }],
  });
  await expect(
    migrate(sql, [sqlModule, withSql('create schema plugin;\n\nselect from from;')]),
  ).rejects.toMatchObject({
    code: 'PF345',
    message:
      'migration 20260101000000_init of plugin, line 3: syntax error at or near "from" (42601)',
  });
  const raising = `do $$ begin raise exception 'no' using errcode = 'PF011', hint = 'why'; end $$`;
  await expect(migrate(sql, [sqlModule, withSql(raising)])).rejects.toMatchObject({
    code: 'PF011',
    hint: 'why',
  });
});

test('the cause of a failure tells what Postgres told, and has not the text of the file', async () => {
  const sql = await emptyDatabase();
  for (const text of [
    'select nonsense',
    `do $$ begin raise 'no' using errcode = 'PF011'; end $$`,
  ]) {
    const broken = { ...plugin, migrations: [{ version: '1', name: 'broken', sql: text }] };
    const { cause } = (await migrate(sql, [sqlModule, broken]).catch((error) => error)) as Error;
    expect(cause).toBeInstanceOf(postgres.PostgresError);
    expect(cause).toMatchObject({
      name: 'PostgresError',
      severity: 'ERROR',
      stack: expect.any(String),
    });
    expect(Object.getOwnPropertyNames(cause)).not.toContain('query');
  }
});
