import assert from 'node:assert/strict';
import { exampleOf } from './settling.js';
import type { StepTypeSuite } from './step-type-suite.js';

/** What a step cannot do fails that step, and no other of its batch. */
export function stepTypeIsolation({ describe, test, harness }: StepTypeSuite): void {
  const { cases, refused } = harness;
  if (refused.length === 0) return;
  const good = exampleOf(cases);
  const goes = good.tasks.length > 0 || good.waits ? 'started' : 'completed';

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
        assert.deepEqual(statuses, [goes, 'failed', goes]);
      });
    }
  });
}

function stepTasks(tasks: readonly { step_index: number }[]) {
  return tasks.filter(({ step_index: step }) => step === 1);
}
