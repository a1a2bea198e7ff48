import assert from 'node:assert/strict';
import type { Claim } from '../rows.js';
import { type HookCalls, hookCalls, inOrder } from './hook-calls.js';
import { claimPairs, claimsOf, settlePairs, startPairs } from './pairs.js';
import { completeWaiting, outputOf, sawTasks } from './settling.js';
import type { StepTypeSuite, StepTypeWorld } from './step-type-suite.js';

/** Set-based calls: one call answers for all steps of the batch, of one run or of many. */
export function stepTypeBatches({ describe, test, harness }: StepTypeSuite): void {
  const { cases, schema } = harness;
  const startAll = (world: StepTypeWorld) => startPairs(world, [...cases, ...cases]);

  describe('batches: one call answers for all steps', () => {
    test('steps of every case, two to a run and in two runs each, start and complete together', async (world) => {
      for (const step of await settlePairs(world, await startAll(world))) {
        const { example, seen, settled, slug } = step;
        await sawTasks(world, example, seen);
        await completeWaiting(world, step, example, settled, slug);
        const { status, output, taskCount } = await world.look(step, slug);
        assert.deepEqual(
          [status, taskCount, output],
          ['completed', example.tasks.length, outputOf(example, settled)],
        );
      }
    });

    test('handle_step_start numbers the tasks of each step from its first_index', async (world) => {
      const { steps } = await startAll(world);
      const given = steps.map(({ runId, stepIndex }, index) => {
        return { run_id: runId, step_index: stepIndex, first_index: index * 100 };
      });
      const made = inOrder(await hookCalls(world, schema).start(given));
      for (const { run_id: runId, step_index: step, first_index: first } of given) {
        const indexes = made
          .filter((task) => task.run_id === runId && task.step_index === step)
          .map((task) => task.task_index);
        const stored = (await world.core.tasks(runId)).filter((task) => task.step_index === step);
        assert.deepEqual(
          indexes,
          stored.map((_, index) => first + index),
        );
      }
    });

    test('handle_step_task_completion decides each step of a batch', async (world) => {
      const steps = await settlePairs(world, await startAll(world));
      const decided = await hookCalls(world, schema).completion();
      assert.deepEqual(
        inOrder(decided).map(({ run_id, step_index, action }) => ({ run_id, step_index, action })),
        inOrder(
          steps.map(({ runId, stepIndex, example }) => {
            const action = example.waits ? 'wait' : 'complete';
            return { run_id: runId, step_index: stepIndex, action };
          }),
        ),
      );
    });

    test('handle_step_task_start answers for tasks of a batch as for each alone', async (world) => {
      const hooks = hookCalls(world, schema);
      if (!(await hooks.has('handle_step_task_start'))) return;
      const claims = await claimPairs(world, await startAll(world));
      await answersAsAlone(hooks.taskStart, claims);
    });

    test('handle_step_task_failure answers for tasks of a batch as for each alone', async (world) => {
      const hooks = hookCalls(world, schema);
      if (!(await hooks.has('handle_step_task_failure'))) return;
      const runs = await startAll(world);
      const claims = await claimPairs(world, runs);
      // A type may bear some failures of a step and no more, and then decides each by the others: of
      // one whose replacements are not known a single task fails.
      const failing = runs.steps.flatMap((step) =>
        claimsOf(claims, step)
          .slice(0, step.example.replacements ? undefined : 1)
          .map((claim) => ({ claim, replacement: step.example.replacements?.[claim.task_index] })),
      );
      const failed = failing.map(({ claim }) => claim);
      const error = { code: 'KIT', message: 'for good', final: true };
      await world.backend.fail(failed, error);
      for (const { claim, replacement } of failing) {
        if (replacement === undefined) continue;
        const { status, output } = await world.core.task(claim);
        assert.deepEqual([status, output], ['completed', replacement]);
      }
      await answersAsAlone(hooks.taskFailure, failed);
    });

    test('hooks answer nothing when they are asked nothing', async ({ sql }) => {
      const on = sql(schema);
      assert.deepEqual([...(await sql`select * from ${on}.handle_step_start('{}')`)], []);
      assert.deepEqual([...(await sql`select * from ${on}.handle_step_task_completion('{}')`)], []);
    });
  });
}

/** Checks that a hook says the same of tasks in one call as in a call for each. */
async function answersAsAlone(
  ask: HookCalls['taskStart' | 'taskFailure'],
  tasks: readonly Claim[],
): Promise<void> {
  const alone = await Promise.all(tasks.map((task) => ask([task])));
  assert.deepEqual(inOrder(await ask(tasks)), inOrder(alone.flat()));
}
