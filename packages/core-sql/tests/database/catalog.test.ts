import { expect, test } from 'vitest';
import { testDatabase } from './test-database.js';

const database = testDatabase();

test('every function fixes its search_path, or is bound when it is created', async () => {
  const loose = await database.sql`
    select p.oid::regprocedure::text as function
    from pg_proc as p
    join pg_namespace as n on n.oid = p.pronamespace
    where n.nspname like 'pgflow%'
      and p.prosqlbody is null
      and not coalesce('search_path=""' = any (p.proconfig), false)`;
  expect(loose).toEqual([]);
});

test('no function of core runs with rights that its caller has not', async () => {
  const definers = await database.sql`
    select p.oid::regprocedure::text as function
    from pg_proc as p
    join pg_namespace as n on n.oid = p.pronamespace
    where n.nspname like 'pgflow%' and p.prosecdef`;
  expect(definers).toEqual([]);
});

test('nothing is for the public, and row level security is on', async () => {
  const open = await database.sql`
    select c.relname as name
    from pg_class as c
    join pg_namespace as n on n.oid = c.relnamespace
    where n.nspname like 'pgflow%' and c.relkind = 'r' and not c.relrowsecurity
    union all
    select p.oid::regprocedure::text
    from pg_proc as p
    join pg_namespace as n on n.oid = p.pronamespace
    where n.nspname in ('pgflow', 'pgflow_single')
      and has_function_privilege('public', p.oid, 'execute')
    union all
    select n.nspname from pg_namespace as n
    where n.nspname like 'pgflow%' and has_schema_privilege('public', n.oid, 'usage')`;
  expect(open).toEqual([]);
});
