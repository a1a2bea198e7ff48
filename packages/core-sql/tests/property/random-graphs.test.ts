import type { Sql } from 'postgres';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { helpedDatabase } from '../pgtap/helpers/helped-database.js';
import { drive } from './drive.js';
import { type RandomFlow, randomFlow, seeded } from './random-flow.js';
import { outputsOf, runOutputOf } from './reference.js';

const database = helpedDatabase();
let sql: Sql;
beforeAll(() => {
  sql = database.sql;
});

beforeEach(async () => {
  await sql`truncate pgflow.runs, pgflow.step_states, pgflow.step_tasks, pgflow_memo.deliveries`;
});

const sound = async () => {
  const [row] = await sql`select test.broken() as laws, test.misdelivered()::int as misdelivered`;
  expect(row).toEqual({ laws: '', misdelivered: 0 });
};

/** All that is left of a run equals what the reference interpreter computes. */
async function expectAsComputed(runId: string, flow: RandomFlow) {
  const [row] = await sql`
    select pgflow.get_run(${runId}) as run,
      (select count(*)::int from pgflow_memo.deliveries) as deliveries,
      (select array_agg(distinct t.status) from pgflow.step_tasks as t
        where t.run_id = ${runId}) as statuses`;
  expect(row?.run.output).toEqual(runOutputOf(flow));
  const outputs = row?.run.steps.map((step: { slug: string; output: unknown }) => [
    step.slug,
    step.output,
  ]);
  expect(outputs).toEqual([...outputsOf(flow)]);
  expect(row?.deliveries).toBe(0);
  expect(row?.statuses ?? ['completed']).toEqual(['completed']);
}

test.each(Array.from({ length: 60 }, (_, seed) => seed))('random flow %i', async (seed) => {
  const random = seeded(seed);
  const flow = randomFlow(random, `flow_${seed}`);
  const runId = await drive(sql, random, flow, sound);
  await expectAsComputed(runId, flow);
});
