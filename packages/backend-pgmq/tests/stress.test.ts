import { backendCalls, type Claim } from '@pgflow/contract-kit';
import { createClient, flow } from '@pgflow/core-sql';
import { expect, test } from 'vitest';
import { pgmqDatabase } from './support/pgmq-database.js';

const database = pgmqDatabase();

/** A repeatable source of numbers in [0, 1). */
function seeded(seed: number) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Lets leases run out: moves core's end and the queue's into the past. */
async function expire(queue: string, claims: readonly Claim[]) {
  for (const { delivery, run_id, step_index, task_index } of claims) {
    await database.sql`
      select pgmq.set_vt(${queue}, ${delivery.split(':')[1] ?? ''}::bigint, 0)`;
    await database.sql`
      update pgflow.step_tasks set visible_at = clock_timestamp() - interval '1 second'
      where (run_id, step_index, task_index)
        = (${run_id}::uuid, ${step_index}::smallint, ${task_index}::integer)`;
  }
}

test('six workers that claim, settle, extend, release and lose leases never deadlock', async () => {
  const client = createClient(database.sql);
  let shape = flow('stress').step('root', { maxAttempts: 1000, baseDelayMs: 0 }, () => 1) as never;
  const add = (slug: string, after: string[]) => {
    shape = (shape as unknown as { step(...args: unknown[]): never }).step(
      slug,
      { after, maxAttempts: 1000, baseDelayMs: 0 },
      () => 1,
    );
  };
  const wide = Array.from({ length: 8 }, (_, i) => `wide_${i}`);
  for (const slug of wide) add(slug, ['root']);
  add('join', wide);
  const { queue } = await client.define(shape);
  const runs = await Promise.all(
    Array.from({ length: 12 }, () => client.start(shape, {} as never)),
  );

  const stop = Date.now() + 20_000;
  const ended = async () => {
    const progress = await Promise.all(runs.map((run) => run.progress()));
    return progress.every(({ status }) => status !== 'started');
  };
  const work = async (seed: number) => {
    const random = seeded(seed);
    const calls = backendCalls(database.sql, 'pgflow_pgmq');
    const late: Claim[] = [];
    while (Date.now() < stop && !(await ended())) {
      const claims = await calls.claim(queue, 5);
      if (claims.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      const dice = random();
      if (dice < 0.1) await calls.release(claims);
      else if (dice < 0.2) {
        await expire(queue, claims);
        late.push(...claims);
      } else {
        await Promise.all([
          calls.extend(claims),
          calls.complete([...claims, ...late.splice(0, 3)]),
        ]);
      }
    }
  };
  await Promise.all([1, 2, 3, 4, 5, 6].map(work));

  for (const run of runs) expect((await run.progress()).status).toBe('completed');
  const [left] = await database.sql`
    select count(*)::int as tasks from pgflow.step_tasks where ended_at is null`;
  expect(left?.tasks).toBe(0);
}, 60_000);
