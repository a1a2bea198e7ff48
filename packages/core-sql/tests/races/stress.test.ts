import type { Sql } from 'postgres';
import { beforeAll, expect, test } from 'vitest';
import { helpedDatabase } from '../pgtap/helpers/helped-database.js';
import { memoCalls, type Result } from '../property/memo-calls.js';
import { type Random, seeded } from '../property/random-flow.js';

const seconds = 3;
const steps = [
  { slug: 'a' },
  { slug: 'b', type: 'each', options: { concurrency: 3, maxAttempts: 2, baseDelayMs: 0 } },
  { slug: 'c', after: ['a', 'b'] },
  { slug: 'd', type: 'each', after: ['b'], config: { over: 'b' } },
];

const database = helpedDatabase();
let sql: Sql;
beforeAll(() => {
  sql = database.sql;
});

async function start(): Promise<string> {
  const [row] = await sql`select pgflow.start_flow('flow_a', '[1, 2, 3, 4, 5]') as id`;
  return row?.id;
}

/** One worker or operator: anything may happen to any task and run, also late and twice. */
async function disturb(random: Random, queue: string, until: number, runs: string[]) {
  const calls = memoCalls(sql, queue);
  let late: Result[] = [];
  while (Date.now() < until) {
    const run = random.pick(runs);
    if (random.chance(0.05)) await sql`select pgflow.cancel_run(${run})`;
    if (random.chance(0.05)) runs.push(await start());
    if (random.chance(0.1)) await sql`select pgflow.retry_run(${run})`.catch(refused);
    const claims: Result[] = await calls.claim(
      1 + random.below(8),
      random.pick([0, 0, 60, 60, 60]),
    );
    await Promise.all([calls.extend(claims), calls.settle(random.shuffle(late))]);
    if (random.chance(0.1)) await calls.release(claims);
    const [lost, done] = [claims.filter(() => random.chance(0.2)), random.shuffle(claims)];
    await calls.settle(
      done.filter((claim) => !lost.includes(claim)).map((claim) => ({ ...claim, output: [1, 2] })),
      lost.map((claim) => ({ ...claim, error: { code: 'E', final: random.chance(0.1) } })),
    );
    late = claims;
  }
}

/** A run that has neither failed nor been cancelled is no error here; a deadlock is. */
function refused(error: { code?: string }) {
  if (error.code !== 'PF014') throw error;
}

test('six sessions that do everything at once: no deadlock, and all counters are right', async () => {
  const definition = JSON.stringify({ slug: 'flow_a', backend: 'memo', steps });
  const [flow] = await sql`select queue from pgflow.define_flow(${definition}::text::jsonb)`;
  const runs = await Promise.all(Array.from({ length: 12 }, start));
  const until = Date.now() + seconds * 1000;
  const sessions = [1, 2, 3, 4, 5, 6].map((seed) =>
    disturb(seeded(seed), flow?.queue, until, runs),
  );
  await Promise.all(sessions);
  const [after] = await sql`
    select test.broken() as laws, (
      select deadlocks from pg_stat_database where datname = current_database())::int as deadlocks`;
  expect(after).toEqual({ laws: '', deadlocks: 0 });

  const calls = memoCalls(sql, flow?.queue);
  await sql`update pgflow.step_tasks set visible_at = '2000-01-01' where ended_at is null`;
  for (const run of runs) await sql`select pgflow.retry_run(${run})`.catch(refused);
  for (let left = 1; left > 0; ) {
    // A task may have a second delivery, hidden for the lease of the first; it is dropped when seen.
    await sql`update pgflow_memo.deliveries set visible_at = '2000-01-01'`;
    const claims = await calls.claim(50);
    await calls.settle(claims.map((claim) => ({ ...claim, output: [1, 2] })));
    const [row] = await sql`select count(*)::int as left from pgflow_memo.deliveries`;
    left = row?.left;
  }
  const [end] = await sql`
    select test.broken() as laws, test.misdelivered()::int as misdelivered,
      array_agg(distinct status) as statuses
    from pgflow.runs`;
  expect(end).toEqual({ laws: '', misdelivered: 0, statuses: ['completed'] });
});
