import assert from 'node:assert/strict';
import type { StepTypeCase } from '../harness.js';
import type { Claim } from '../rows.js';
import { atOnce, outputOf, settleAll } from './cases.js';
import type { StepTypeSuite, StepTypeWorld } from './step-type-suite.js';

/** Set-based calls: one call answers for all steps of the batch, and one bad step harms no other. */
export function stepTypeBatches({ describe, test, harness }: StepTypeSuite): void {
  const { cases, refused, schema } = harness;
  const [good] = cases;
  assert.ok(good, 'a harness has at least one case');

  describe('batches: one call answers for all steps', () => {
    test('steps of every case, in two runs each, start and complete together', async (world) => {
      const runs = await startAll(world, [...cases, ...cases]);
      await world.completeSources(...runs);
      const settled = runs.map((): number[][] => []);
      for (;;) {
        const claims = await Promise.all(runs.map(world.claimStep));
        if (claims.flat().length === 0) break;
        for (const [run, own] of claims.entries()) {
          if (own.length > 0) settled[run]?.push(own.map((claim) => claim.task_index));
        }
        await world.backend.completeText(
          claims.flatMap((own, run) =>
            own.map((claim) => [claim, outputText(cases[run % cases.length], claim)] as const),
          ),
        );
      }
      for (const [index, run] of runs.entries()) {
        const { status, output, taskCount } = await world.look(run);
        const example: StepTypeCase = cases[index % cases.length] ?? good;
        const expected = outputOf(example, settled[index] ?? []);
        assert.deepEqual(
          [status, taskCount, output],
          ['completed', example.tasks.length, expected],
        );
      }
    });

    test('handle_step_start numbers the tasks of each step from its first_index', async (world) => {
      const runs = await startAll(world, [good, good]);
      await world.completeSources(...runs);
      const given = runs.map(({ runId }, index) => ({ run_id: runId, first_index: index * 100 }));
      const made = await callStart(world, schema, given);
      for (const { run_id: runId, first_index: first } of given) {
        const own = made.filter((task) => task.run_id === runId);
        const indexes = own.map((task) => task.task_index).sort((a, b) => a - b);
        assert.ok(indexes.length > 0, 'the first case of a harness has tasks');
        assert.deepEqual(
          indexes,
          [...indexes.keys()].map((index) => first + index),
        );
      }
    });

    // Core asks again step by step where an answer is wrong, so that a step's end does not show it.
    test('handle_step_task_completion decides each step of a batch', async (world) => {
      const runs = await startAll(world, [good, good, good]);
      await world.completeSources(...runs);
      for (const run of runs) {
        await settleAll(world, run, good, atOnce(world, good));
      }
      const decided = await callCompletion(world, schema);
      assert.deepEqual(
        decided.map((decision) => `${decision.run_id} ${decision.action}`),
        runs.map(({ runId }) => `${runId} complete`).sort(),
      );
    });

    test('hooks answer nothing when they are asked nothing', async ({ sql }) => {
      const on = sql(schema);
      assert.deepEqual([...(await sql`select * from ${on}.handle_step_start('{}')`)], []);
      assert.deepEqual([...(await sql`select * from ${on}.handle_step_task_completion('{}')`)], []);
    });
  });

  if (refused.length === 0) return;
  describe('isolation: what a step cannot do fails that step alone', () => {
    for (const step of refused) {
      test(`${step.name} fails its step and run with ${step.code}`, async (world) => {
        const run = await world.start(step);
        await world.completeSources(run);
        const { status, code, taskCount, next } = await world.look(run);
        assert.deepEqual([status, code, taskCount, next], ['failed', step.code, 0, 'cancelled']);
        const { error, status: runStatus } = await world.core.getRun(run.runId);
        assert.deepEqual([runStatus, error?.code], ['failed', step.code]);
        assert.deepEqual(
          await world.core.tasks(run.runId).then(stepTasks),
          [],
          'nothing half made',
        );
      });

      test(`${step.name} leaves the other steps of the batch alone`, async (world) => {
        const runs = [await world.start(good), await world.start(step), await world.start(good)];
        await world.completeSources(...runs);
        const statuses = await Promise.all(runs.map(async (run) => (await world.look(run)).status));
        assert.deepEqual(statuses, ['started', 'failed', 'started']);
      });
    }
  });
}

/** Starts a run for each case, one after the other. */
async function startAll(world: StepTypeWorld, cases: readonly StepTypeCase[]) {
  const runs = [];
  for (const example of cases) runs.push(await world.start(example));
  return runs;
}

function outputText(example: StepTypeCase | undefined, { task_index: index }: Claim): string {
  return JSON.stringify(example?.outputs[index]);
}

function stepTasks(tasks: readonly { step_index: number }[]) {
  return tasks.filter(({ step_index: step }) => step === 1);
}

/** Calls handle_step_start as core does, for steps that are started already. */
function callStart(
  { sql }: StepTypeWorld,
  schema: string,
  steps: readonly { run_id: string; first_index: number }[],
) {
  return sql<{ run_id: string; task_index: number }[]>`
    select t.* from ${sql(schema)}.handle_step_start(array(
      select jsonb_populate_record(null::pgflow.ready_step, jsonb_build_object(
        'run_id', s.run_id, 'step_index', s.step_index, 'flow_id', s.flow_id,
        'step_slug', d.step_slug, 'config', d.config, 'first_index', g.first_index,
        'task_window', d.task_window))
      from jsonb_to_recordset(${JSON.stringify(steps)}::text::jsonb)
        as g (run_id uuid, first_index integer)
      join pgflow.step_states as s on s.run_id = g.run_id and s.step_index = 1
      join pgflow.steps as d on d.flow_id = s.flow_id and d.step_index = s.step_index)) as t`;
}

/** Calls handle_step_task_completion as core did, for all steps at once. */
function callCompletion({ sql }: StepTypeWorld, schema: string) {
  return sql<{ run_id: string; action: string }[]>`
    select d.run_id, d.action from ${sql(schema)}.handle_step_task_completion(array(
      select jsonb_populate_record(null::pgflow.drained_step,
        to_jsonb(s) || to_jsonb(d) || '{"settled_tasks": []}')
      from pgflow.step_states as s
      join pgflow.steps as d on d.flow_id = s.flow_id and d.step_index = s.step_index
      where s.step_index = 1)) as d
    order by d.run_id::text`;
}
