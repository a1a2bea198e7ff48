import { expect, test } from 'vitest';
import { helpedDatabase } from './pgtap/helpers/helped-database.js';
import { memoCalls } from './property/memo-calls.js';

const database = helpedDatabase();

/** Pages of one table or index that a call for at most four tasks may read; each table has more. */
const limit = 120;
const tables = ['runs', 'step_states', 'step_tasks'];
const relations = tables.flatMap((table) => [table, `${table}_pkey`]);
const definition = {
  slug: 'f',
  steps: [
    { slug: 'a', options: { baseDelayMs: 0 } },
    { slug: 'b', type: 'each', after: ['a'], config: { over: 'a' } },
    { slug: 'c', type: 'first', after: ['a'], config: { tasks: 2 } },
    { slug: 'd', after: ['b', 'c'] },
  ],
};

// Pages are counted, since a scan of a whole index is as bad as one of the table, and since a row
// that an index scan passes over is in no other count. Both ways to start are tried as the first:
// what they call is planned for whichever calls it first.
test.each([['start_flow', 'start_flows'] as const, ['start_flows', 'start_flow'] as const])(
  'plans from empty tables look full ones up by key: %s, %s, and the rest',
  async (...starts) => {
    const { sql } = database;
    await sql.unsafe(`truncate pgflow_memo.deliveries, ${tables.map((t) => `pgflow.${t}`)}`);
    const [{ queue, flow_id }] = await sql<[{ queue: string; flow_id: number }]>`
    select queue, flow_id from pgflow.define_flow(${JSON.stringify(definition)}::text::jsonb)`;
    for (const table of tables) {
      await sql.unsafe(`alter table pgflow.${table} set (autovacuum_enabled = off)`);
      await sql.unsafe(`vacuum (analyze) pgflow.${table}`);
    }
    const session = await sql.reserve();
    try {
      const calls = memoCalls(session, queue);
      const pagesRead = () => session<{ relation: string; pages: number }[]>`
      select r as relation,
        pg_stat_get_xact_blocks_fetched(('pgflow.' || r)::regclass)::int as pages
      from unnest(${relations}::text[]) with ordinality as r (r, i) order by i`;
      const most = new Map<string, number>();
      const measured = async <Value>(name: string, call: () => Promise<Value>) => {
        const before = await pagesRead();
        const value = await call();
        for (const [i, { relation, pages }] of (await pagesRead()).entries()) {
          const key = `${name}: ${relation}`;
          most.set(key, Math.max(most.get(key) ?? 0, pages - (before[i]?.pages ?? 0)));
        }
        return value;
      };
      const claim = () => measured('claim', () => calls.claim(4));
      const start = {
        start_flow: () => session`select pgflow.start_flow('f')`,
        start_flows: () => session`select pgflow.start_flows('f', '{1, 2, 3}')`,
      };

      const everything = async () => {
        for (const name of starts) await measured(name, start[name]);
        const claims = await claim();
        const [released, retried, failed, held] = claims;
        if (!released || !retried || !failed || !held) throw new Error('too few claims');
        await measured('extend', () => calls.extend(claims));
        await measured('release', () => calls.release([released]));
        const error = { code: 'E', message: 'no' };
        await measured('fail', () =>
          calls.settle(
            [],
            [
              { ...retried, error },
              { ...failed, error: { ...error, final: true } },
            ],
          ),
        );
        await measured('retry_run', () => session`select pgflow.retry_run(${failed.run_id})`);
        await measured('cancel_run', () => session`select pgflow.cancel_run(${held.run_id})`);
        for (let batch = await claim(); batch.length > 0; batch = await claim()) {
          const results = batch.map((one) => ({ ...one, output: [1, 2] }));
          await measured('complete', () => calls.settle(results));
        }
      };
      // More often than the five times after which a plan is kept.
      for (let turn = 0; turn < 8; turn++) await everything();
      const [{ done }] = await sql<[{ done: number }]>`
      select count(*)::int as done from pgflow.runs where status = 'completed'`;
      expect(done, 'runs that go through all of it').toBe(24);

      await grow(flow_id);
      most.clear();
      await session`begin`;
      await everything();
      await session`commit`;
      const tooMany = [...most].filter(([, pages]) => pages > limit);
      expect(Object.fromEntries(tooMany)).toEqual({});
      for (const table of tables)
        expect(most.get(`complete: ${table}_pkey`), `${table}_pkey`).toBeGreaterThan(0);
    } finally {
      session.release();
    }
  },
  30_000,
);

/** 10,000 runs with five steps and ten tasks each, of which the planner hears nothing. */
async function grow(flowId: number) {
  const { sql } = database;
  await sql`
    insert into pgflow.runs
      (run_id, flow_id, status, remaining_steps, input, started_at, ended_at)
    select md5(i::text)::uuid, ${flowId}, 'completed', 0, '{}', now(), now()
    from generate_series(1, 10000) as i`;
  await sql`
    insert into pgflow.step_states
      (run_id, step_index, flow_id, status, remaining_deps, task_count, output, ended_at)
    select md5(i::text)::uuid, s, ${flowId}, 'completed', 0, 2, 'null', now()
    from generate_series(1, 10000) as i, generate_series(0, 4) as s`;
  await sql`
    insert into pgflow.step_tasks
      (run_id, step_index, task_index, flow_id, status, visible_at, output, ended_at)
    select md5(i::text)::uuid, s, t, ${flowId}, 'completed', now(), 'null', now()
    from generate_series(1, 10000) as i, generate_series(0, 4) as s, generate_series(0, 1) as t`;
  for (const table of tables) {
    const [size] = await sql<[{ now: number; planned: number }]>`
      select pg_relation_size(oid)::int / 8192 as now, relpages as planned
      from pg_class where oid = ${`pgflow.${table}`}::regclass`;
    expect(size.now, `pages of ${table}`).toBeGreaterThan(limit);
    expect(size.planned, `pages of ${table}, as the planner knows`).toBe(0);
  }
}
