import { readFileSync } from 'node:fs';
import { backendCalls } from '@pgflow/contract-kit';
import { migrate, sqlModule } from '@pgflow/core-sql';
import { testDatabase } from '@pgflow/dev-postgres/testing';
import { expect, test } from 'vitest';

const file = new URL('../templates/backend/migrations/20260101000000_init.sql', import.meta.url);
const backendSql = readFileSync(file, 'utf8');
const database = testDatabase(
  [...sqlModule.migrations.map(({ sql }) => sql), backendSql],
  async (sql) => {
    await migrate(sql, [sqlModule]);
    await sql.unsafe(backendSql);
  },
);

test('a session that knew an empty table reads no more of a full one than it needs', async () => {
  const { sql } = database;
  const [{ queue }] = await sql<[{ queue: string }]>`
    select queue from pgflow.define_flow('{"slug": "f", "steps": [{"slug": "a"}]}')`;
  await sql`vacuum (analyze) pgflow_my_thing.deliveries`;
  await using session = Object.assign(await sql.reserve(), {
    [Symbol.asyncDispose]: async () => session.release(),
  });
  const calls = backendCalls(session, 'pgflow_my_thing');
  const callWithTasks = (hook: string) => session`
    select pgflow_my_thing.${session(hook)}(array(
      select jsonb_populate_record(null::pgflow.queued_task, to_jsonb(t) || to_jsonb(f))
      from pgflow.step_tasks as t join pgflow.flows as f using (flow_id) limit 3))`;
  const everything = async () => {
    await session`select pgflow.start_flow('f', '{}') from generate_series(1, 6)`;
    const [released, failed, kept, ...done] = await calls.claim(queue, 6);
    if (!released || !failed || !kept) throw new Error('too few claims');
    await calls.release([released]);
    await calls.start([released.delivery]);
    await calls.fail([failed]);
    await calls.extend([kept]);
    await calls.complete([kept, ...done]);
    await callWithTasks('redeliver_step_tasks');
    await callWithTasks('cancel_step_tasks');
  };
  // More often than the five times after which a plan is kept.
  for (let turn = 0; turn < 8; turn++) await everything();

  await session`select from pgflow.start_flows('f', array_fill('{}'::jsonb, array[2000]))`;
  await session`begin`;
  const scans = () => session<[{ full: number; rows: number }]>`
    select seq_scan::int as full, idx_tup_fetch::int as rows
    from pg_stat_xact_user_tables where relid = 'pgflow_my_thing.deliveries'::regclass`;
  const [before] = await scans();
  await everything();
  const [after] = await scans();
  await session`commit`;
  expect(after.full - before.full, 'full scans').toBe(0);
  expect(after.rows - before.rows, 'rows by index').toBeLessThan(200);
});
