import { createClient, flow, RunFailedError } from '@pgflow/core-sql';
import { map } from '@pgflow/step-type-map';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { layeredDatabase } from './support/layered-database.js';
import { runWorker } from './support/run-worker.js';

const database = layeredDatabase();
const client = () => createClient(database.sql);

test('a map over the input, and a map over that map, keep the order', async () => {
  const squares = flow('squares', { input: z.array(z.number()) })
    .step('square', map({ run: (n: number) => n * n }))
    .step('text', { after: ['square'] }, map({ over: 'square', run: (n) => `${n}` }));
  await runWorker({ flows: [squares], sql: database.sql });
  const run = await client().start(squares, [3, 1, 2]);
  expect(await run.result({ timeoutMs: 15_000 })).toEqual({ text: ['9', '1', '4'] });
  const [sizes] = await database.sql`
    select count(*)::int as tasks, max(length(input::text)) as longest_input
    from pgflow.step_tasks where run_id = ${run.runId} and step_index = 0`;
  expect(sizes).toEqual({ tasks: 3, longest_input: 1 });
});

test('an empty map is done at once, also in a chain of maps', async () => {
  const empty = flow('empty', { input: z.array(z.number()) })
    .step('none', map({ run: (n: number) => n }))
    .step('still_none', { after: ['none'] }, map({ over: 'none', run: (n) => n }));
  await client().define(empty);
  const run = await client().start(empty, []);
  // No worker runs: a step without tasks needs none.
  expect(await run.result({ timeoutMs: 5_000 })).toEqual({ still_none: [] });
});

test.each([null, { a: 1 }, 'text', 1])('a map over %j fails its step with PF210', async (value) => {
  await client().define(flow('no_list').step('each', map({ run: () => 1 }) as never));
  const run = await client().start('no_list', value);
  const result = run.result({ timeoutMs: 5_000 });
  await expect(result).rejects.toThrow(RunFailedError);
  await expect(result).rejects.toMatchObject({ failure: { code: 'PF210', stepSlug: 'each' } });
});

test('concurrency bounds how many elements are worked on at once', async () => {
  let running = 0;
  let most = 0;
  const narrow = flow('narrow', { input: z.array(z.number()) }).step(
    'each',
    map({
      concurrency: 2,
      run: async (n: number) => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 20));
        running -= 1;
        return n;
      },
    }),
  );
  await runWorker({ flows: [narrow], sql: database.sql });
  await runWorker({ flows: [narrow], sql: database.sql });
  const run = await client().start(narrow, [1, 2, 3, 4, 5, 6, 7, 8]);
  expect(await run.result({ timeoutMs: 15_000 })).toEqual({ each: [1, 2, 3, 4, 5, 6, 7, 8] });
  expect(most).toBe(2);
});

test('two workers on one map do each element once', async () => {
  const seen = new Map<number, number>();
  const shared = flow('shared', { input: z.array(z.number()) }).step(
    'each',
    map({
      run: (n: number) => {
        seen.set(n, (seen.get(n) ?? 0) + 1);
        return n;
      },
    }),
  );
  await runWorker({ flows: [shared], sql: database.sql });
  await runWorker({ flows: [shared], sql: database.sql });
  const input = Array.from({ length: 2_000 }, (_, i) => i);
  const run = await client().start(shared, input);
  expect(await run.result({ timeoutMs: 20_000 })).toEqual({ each: input });
  expect([...seen.values()].every((times) => times === 1)).toBe(true);
  expect(seen.size).toBe(2_000);
});
