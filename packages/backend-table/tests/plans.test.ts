import { backendCalls } from '@pgflow/contract-kit';
import { expect, test } from 'vitest';
import { tableDatabase } from './support/table-database.js';

const database = tableDatabase();

test('a session whose plans are from an empty table does not read all of a full one', async () => {
  const { sql } = database;
  const [{ queue }] = await sql<[{ queue: string }]>`
    select queue from pgflow.define_flow('{"slug": "f", "steps": [{"slug": "a"}]}')`;
  await sql`vacuum (analyze) pgflow_table.deliveries`;
  const session = await sql.reserve();
  try {
    const calls = backendCalls(session, 'pgflow_table');
    const everything = async () => {
      const runs = await session<{ id: string }[]>`
        select pgflow.start_flow('f', '{}') as id from generate_series(1, 6)`;
      const [released, failed, kept, ...done] = await calls.claim(queue, 6);
      if (!released || !failed || !kept) throw new Error('too few claims');
      await calls.release([released]);
      await calls.start([released.delivery, kept.delivery]);
      await calls.fail([failed]);
      await calls.extend([kept]);
      await calls.complete([kept, ...done]);
      for (const { id } of runs) await session`select pgflow.cancel_run(${id})`;
    };
    // More often than the five times after which a plan is kept.
    for (let turn = 0; turn < 8; turn++) await everything();
    const [{ pages }] = await sql<[{ pages: number }]>`
      select relpages as pages from pg_class where oid = 'pgflow_table.deliveries'::regclass`;
    expect(pages, 'the planner still takes the table for empty').toBe(0);
    await session`select from pgflow.start_flows('f', array_fill('{}'::jsonb, array[2000]))`;
    await session`begin`;
    const scans = () => session<[{ full: number; index: number; rows: number }]>`
      select seq_scan::int as full, idx_scan::int as index, idx_tup_fetch::int as rows
      from pg_stat_xact_user_tables where relid = 'pgflow_table.deliveries'::regclass`;
    const [before] = await scans();
    await everything();
    const [after] = await scans();
    await session`commit`;
    expect(after.full - before.full, 'full scans').toBe(0);
    expect(after.index - before.index, 'index scans').toBeGreaterThanOrEqual(8);
    expect(after.rows - before.rows, 'rows by index').toBeLessThan(500);
  } finally {
    session.release();
  }
});
