import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { errorCodes } from '../src/index.js';
import { coreDatabase } from './database/core-database.js';

const database = coreDatabase();
const root = fileURLToPath(new URL('../../..', import.meta.url));
const sqlFiles = readdirSync(`${root}/packages`).flatMap((name) => {
  const folder = `packages/${name}/schemas`;
  if (!existsSync(`${root}/${folder}`)) return [];
  const paths = readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' });
  return paths
    .filter((path) => path.endsWith('.sql'))
    .map((path) => {
      const text = readFileSync(`${root}/${folder}/${path}`, 'utf8');
      return { path: `${folder}/${path}`, text, code: text.replace(/--.*$/gm, '') };
    });
});

test('every function fixes its search_path, or is bound when it is created', async () => {
  const loose = await database.sql`
    select p.oid::regprocedure::text as function
    from pg_proc as p
    where p.pronamespace::regnamespace::text like 'pgflow%'
      and p.prosqlbody is null
      and not coalesce('search_path=""' = any (p.proconfig), false)`;
  expect(loose).toEqual([]);
});

test('no function of core runs as its owner', async () => {
  const definers = await database.sql`
    select p.oid::regprocedure::text as function
    from pg_proc as p
    where p.pronamespace::regnamespace::text like 'pgflow%' and p.prosecdef`;
  expect(definers).toEqual([]);
});

test('only worker APIs run as their owner, and each such file says why', () => {
  const definers = sqlFiles.filter(({ code }) => /security definer/.test(code));
  expect(definers.length).toBeGreaterThan(0);
  for (const { path, text } of definers) {
    expect(path).toMatch(/^packages\/backend-[a-z-]+\/schemas\/(30_api|40_single)\//);
    expect(text, path).toMatch(/^-- .*security definer: \S/ms);
  }
});

test('nothing is for the public', async () => {
  const open = await database.sql`
    select p.oid::regprocedure::text as name
    from pg_proc as p
    where p.pronamespace::regnamespace::text like 'pgflow%'
      and has_function_privilege('public', p.oid, 'execute')
    union all
    select c.oid::regclass::text
    from pg_class as c
    where c.relnamespace::regnamespace::text like 'pgflow%' and c.relkind in ('r', 'v', 'm', 'S')
      and (c.relkind = 'S' or has_table_privilege('public', c.oid, 'select'))
      and (c.relkind <> 'S' or has_sequence_privilege('public', c.oid, 'usage'))
    union all
    select n.nspname
    from pg_namespace as n
    where n.nspname like 'pgflow%' and has_schema_privilege('public', n.oid, 'usage')`;
  expect(open).toEqual([]);
});

test('every table has row level security, and every view the rights of its reader', async () => {
  const open = await database.sql`
    select c.oid::regclass::text as name
    from pg_class as c
    where c.relnamespace::regnamespace::text like 'pgflow%'
      and (c.relkind = 'r' and not c.relrowsecurity
        or c.relkind = 'v' and not coalesce('security_invoker=true' = any (c.reloptions), false))`;
  expect(open).toEqual([]);
});

test('only the clock of the engine reads a clock', async () => {
  const readers = await database.sql`
    select p.oid::regprocedure::text as name
    from pg_proc as p
    where p.pronamespace::regnamespace::text like 'pgflow%'
      and p.proname <> '_now'
      and coalesce(pg_get_function_sqlbody(p.oid), p.prosrc)
        ~* '(\\mnow|clock_timestamp|statement_timestamp|current_timestamp|localtimestamp)\\M'`;
  expect(readers).toEqual([]);
});

test('a change of status touches no index', async () => {
  const indexes = await database.sql`
    select indexdef from pg_indexes
    where schemaname = 'pgflow' and tablename in ('runs', 'step_states', 'step_tasks')
      and indexdef like '%status%'`;
  expect(indexes).toEqual([]);
});

test('every body passes plpgsql_check, where the server has it', async ({ skip }) => {
  const [found] = await database.sql`
    select exists (select from pg_available_extensions where name = 'plpgsql_check') as here`;
  if (!found?.here) skip();
  await database.sql`create extension if not exists plpgsql_check`;
  const flaws = await database.sql`
    select p.oid::regprocedure::text as name, c.message
    from pg_proc as p
    join pg_language as l on l.oid = p.prolang and l.lanname = 'plpgsql'
    cross join lateral plpgsql_check_function_tb(p.oid) as c
    where p.pronamespace::regnamespace::text like 'pgflow%' and c.level = 'error'`;
  expect(flaws).toEqual([]);
});

test('docs/errors.md has a row for each code, and no other', () => {
  const sql = sqlFiles.flatMap(({ code }) => code.match(/PF[0-9]{3}/g) ?? []);
  const rows =
    readFileSync(`${root}/docs/errors.md`, 'utf8').match(/^\| PF[0-9]{3}(?= \|)/gm) ?? [];
  const documented = rows.map((row) => row.slice(2));
  expect(new Set(documented)).toEqual(new Set([...sql, ...Object.values(errorCodes)]));
  expect(documented).toEqual([...new Set(documented)].sort());
});

test('docs/semantics.md names tests that are there', () => {
  const paragraphs = readFileSync(`${root}/docs/semantics.md`, 'utf8').split('\n\n').slice(2);
  for (const paragraph of paragraphs) {
    const proof = /\(([^()]*)\)\s*$/.exec(paragraph)?.[1] ?? '';
    const names = [...proof.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '');
    const owner = names[0] === 'step-type-map' ? names.shift() : 'core-sql';
    expect(names.length, paragraph).toBeGreaterThan(0);
    let folder = '';
    for (const name of names) {
      if (name.includes('/')) folder = name.split('/')[0] ?? '';
      const path = name.includes('/') ? name : `${folder}/${name}`;
      const file = name.endsWith('.ts') ? name : `pgtap/${path}.sql`;
      expect(existsSync(`${root}/packages/${owner}/tests/${file}`), file).toBe(true);
    }
  }
});
