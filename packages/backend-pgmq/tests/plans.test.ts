import { backendCalls } from '@pgflow/contract-kit';
import { expect, test } from 'vitest';
import { pgmqDatabase } from './support/pgmq-database.js';

const database = pgmqDatabase();

test('a session whose plans are from empty tables looks a full one up by key', async () => {
  const { sql } = database;
  const [{ queue }] = await sql<[{ queue: string }]>`
    select queue from pgflow.define_flow('{"slug": "f", "steps": [
      {"slug": "a"}, {"slug": "b", "after": ["a"]}]}')`;
  await sql`vacuum (analyze) pgflow.runs, pgflow.step_states, pgflow.step_tasks`;
  const session = await sql.reserve();
  try {
    const calls = backendCalls(session, 'pgflow_pgmq');
    const turn = async (runs: number) => {
      await session`select pgflow.start_flow('f', '{}') from generate_series(1, ${runs})`;
      const claims = await calls.claim(queue, runs);
      await calls.extend(claims);
      await calls.release(claims.splice(-1));
      await calls.complete(claims);
    };
    // More often than the five times after which a plan is kept.
    for (let i = 0; i < 8; i++) await turn(1);
    const [{ pages }] = await sql<[{ pages: number }]>`
      select relpages as pages from pg_class where oid = 'pgflow.step_tasks'::regclass`;
    expect(pages, 'the planner still takes the table for empty').toBe(0);
    await session`select from pgflow.start_flows('f', array_fill('{}'::jsonb, array[2000]))`;

    await session`begin`;
    const rowsRead = () => session<{ table: string; full: number; index: number }[]>`
      select relname as table, seq_tup_read::int as full, idx_tup_fetch::int as index
      from pg_stat_xact_user_tables
      where relname in ('runs', 'step_states', 'step_tasks', ${`q_${queue}`})
      order by relname`;
    const before = await rowsRead();
    await turn(20);
    const after = await rowsRead();
    await session`commit`;
    for (const [i, { table, full, index }] of after.entries()) {
      expect(full - (before[i]?.full ?? 0), `rows of ${table} read in full scans`).toBe(0);
      // 20 runs start, 20 tasks are claimed and settled, 20 steps unblocked: some looks for each.
      expect(index - (before[i]?.index ?? 0), `rows of ${table} by index`).toBeLessThan(20 * 20);
    }
  } finally {
    session.release();
  }
});
