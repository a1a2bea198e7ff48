import { expect, test } from 'vitest';
import { tableDatabase } from './support/table-database.js';

const database = tableDatabase();
const loop = (results: number) => `
  select pgflow_table.settle_and_claim(gen_random_uuid(), (
    select coalesce(jsonb_agg(jsonb_build_object('run_id', gen_random_uuid(), 'step_index', 0,
      'task_index', 0, 'claim_no', 1)), '[]') from generate_series(1, ${results})),
    '[]', array[(select queue from pgflow.flows)], 1, 60) as answer`;

test('while one claims, others with few results are turned away, those with many are not', async () => {
  const { sql } = database;
  await sql`select pgflow.define_flow('{"slug": "f", "steps": [{"slug": "a"}]}', true)`;
  await sql`select pgflow.start_flows('f', array_fill('{}'::jsonb, array[3]))`;
  const claimed = async (results: number) => {
    const [row] = await sql.unsafe(loop(results));
    return [row?.answer.tasks.length, row?.answer.crowded];
  };
  await sql.begin(async (other) => {
    await other.unsafe(loop(0));
    expect(await claimed(0)).toEqual([0, true]);
    expect(await claimed(31)).toEqual([0, true]);
    expect(await claimed(32)).toEqual([1, false]);
  });
  expect(await claimed(0)).toEqual([1, false]);
});
