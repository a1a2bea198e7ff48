import { backendCalls, type Claim } from '@pgflow/contract-kit';
import { expect, test } from 'vitest';
import { tableDatabase } from './support/table-database.js';

const database = tableDatabase();

/** A repeatable source of numbers in [0, 1). */
function seeded(seed: number) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

test('workers that do anything with one set of tasks never deadlock, and all runs end', async () => {
  const { sql } = database;
  const options = { maxAttempts: 1000, baseDelayMs: 0 };
  const step = (slug: string, after: string[] = []) => ({ slug, after, options });
  const wide = Array.from({ length: 8 }, (_, index) => `wide_${index}`);
  const steps = [step('root'), ...wide.map((slug) => step(slug, ['root'])), step('join', wide)];
  const definition = { slug: 'stress', steps };
  const [{ queue }] = await sql<[{ queue: string }]>`
    select queue from pgflow.define_flow(${sql.json(definition)}::jsonb)`;
  await sql`select pgflow.start_flow('stress', '{}') from generate_series(1, 12)`;
  const started = async () => {
    const [row] = await sql`select count(*)::int as runs from pgflow.runs where status = 'started'`;
    return row?.runs > 0;
  };
  /** Claims of all workers, to be reported late and started again by others. */
  const seen: Claim[] = [];
  const deadline = Date.now() + 20_000;

  const work = async (seed: number) => {
    const random = seeded(seed);
    const calls = backendCalls(sql, 'pgflow_table');
    /** A few of the claims that anybody had, in any order. */
    const some = () =>
      seen
        .slice(-24)
        .sort(() => random() - 0.5)
        .slice(0, 6);
    while (Date.now() < deadline && (await started())) {
      // Short leases: a release passes over a task that another call holds, whose lease runs out then.
      const claims = await calls.claim(queue, 5, 1);
      seen.push(...claims);
      if (claims.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      const dice = random();
      if (dice < 0.15) await calls.release(claims);
      else if (dice < 0.3) await calls.fail(claims);
      // Their leases end at once; they come back one by one.
      else if (dice < 0.4) await calls.extend(claims, 0);
      else {
        const deliveries = some().map(({ delivery }) => delivery);
        const [, taken] = await Promise.all([
          calls.extend([...claims, ...some()], 1),
          calls.start(deliveries, 1),
          calls.complete([...claims, ...some()]),
        ]);
        await calls.complete(taken);
      }
    }
  };
  await Promise.all([1, 2, 3, 4, 5, 6].map(work));

  const runs = await sql`select status, count(*)::int as runs from pgflow.runs group by status`;
  expect([...runs]).toEqual([{ status: 'completed', runs: 12 }]);
  const left = await sql`select from pgflow.step_tasks where ended_at is null`;
  expect(left.length).toBe(0);
}, 60_000);
