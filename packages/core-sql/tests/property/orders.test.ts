import type { Sql } from 'postgres';
import { beforeAll, expect, test } from 'vitest';
import { helpedDatabase } from '../pgtap/helpers/helped-database.js';
import { type Claim, memoCalls } from './memo-calls.js';

const steps = [
  { slug: 'a' },
  { slug: 'b', type: 'each' },
  { slug: 'c' },
  { slug: 'join', after: ['a', 'b', 'c'] },
];

const database = helpedDatabase();
let sql: Sql;
let queue: string;
beforeAll(async () => {
  sql = database.sql;
  const definition = JSON.stringify({ slug: 'flow_a', backend: 'memo', steps });
  const [row] = await sql`select queue from pgflow.define_flow(${definition}::text::jsonb)`;
  queue = row?.queue;
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
  );
}

/** All orders of four tasks, cut into batches in all ways by turns. */
const schedules = permutations([0, 1, 2, 3]).map((order, cuts) => {
  const batches: number[][] = [[]];
  for (const [index, task] of order.entries()) {
    batches.at(-1)?.push(task);
    if (index < 3 && cuts & (1 << index)) batches.push([]);
  }
  return batches;
});

test('a fan-in ends alike in all orders and batches of settling', async () => {
  const calls = memoCalls(sql, queue);
  for (const batches of schedules) {
    const [run] = await sql`select pgflow.start_flow('flow_a', '[1, 2]') as id`;
    const claims = [...(await calls.claim(10))].sort(
      (one, other) => one.step_index - other.step_index || one.task_index - other.task_index,
    );
    for (const batch of batches) {
      const results = batch.map((task) => ({ ...(claims[task] as Claim), output: task }));
      expect(await calls.settle(results)).toEqual(batch.map(() => 'completed'));
    }
    const [join, ...more] = await calls.claim(10);
    expect(more).toEqual([]);
    expect(join?.input).toEqual({ a: 0, b: [1, 2], c: 3 });
    await calls.settle([{ ...(join as Claim), output: 'end' }]);
    const [row] = await sql`
      select pgflow.run_output(${run?.id}) as output, test.broken() as laws`;
    expect(row).toEqual({ output: { join: 'end' }, laws: '' });
    await sql`truncate pgflow.runs, pgflow.step_states, pgflow.step_tasks`;
  }
});
