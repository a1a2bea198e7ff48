import assert from 'node:assert/strict';
import type { Database } from './database.js';

/** Asserts that a plug-in's schema is private, as its functions run with the owner's rights. */
export function describePrivacy(
  test: (name: string, body: (database: Database) => Promise<void>) => void,
  schema: string,
): void {
  test('nothing in the schema is granted to public', async ({ sql }) => {
    const functions = await sql`
      select p.proname from pg_proc as p
      where p.pronamespace = ${schema}::text::regnamespace
        and has_function_privilege('public', p.oid, 'execute')`;
    assert.deepEqual([...functions], []);
    const relations = await sql`
      select c.relname from pg_class as c cross join aclexplode(c.relacl) as granted
      where c.relnamespace = ${schema}::text::regnamespace and granted.grantee = 0`;
    assert.deepEqual([...relations], []);
    const [{ usage }] = await sql<[{ usage: boolean }]>`
      select has_schema_privilege('public', ${schema}::text, 'usage') as usage`;
    assert.equal(usage, false);
  });

  test('every function binds its names: search_path is set, or the body is parsed', async ({
    sql,
  }) => {
    const functions = await sql`
      select p.proname from pg_proc as p
      where p.pronamespace = ${schema}::text::regnamespace
        and p.prosqlbody is null
        and not coalesce('search_path=""' = any (p.proconfig), false)`;
    assert.deepEqual([...functions], []);
  });

  test('every table has row level security', async ({ sql }) => {
    const tables = await sql`
      select c.relname from pg_class as c
      where c.relnamespace = ${schema}::text::regnamespace
        and c.relkind in ('r', 'p') and not c.relrowsecurity`;
    assert.deepEqual([...tables], []);
  });
}
