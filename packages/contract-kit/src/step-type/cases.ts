import assert from 'node:assert/strict';
import type { Json } from '@pgflow/core-sql';
import type { StepTypeCase } from '../harness.js';
import type { Claim } from '../rows.js';
import type { StartedRun, StepTypeSuite, StepTypeWorld } from './step-type-suite.js';

/** Each example of a step type, in every way that its tasks may be settled. */
export function stepTypeCases({ describe, test, harness }: StepTypeSuite): void {
  for (const example of harness.cases) {
    describe(`case: ${example.name}`, () => {
      const { tasks, output } = example;
      if (tasks.length === 0) {
        test('a step without tasks is drained in the transaction that starts it', async (world) => {
          const run = await world.start(example);
          await world.completeSources(run);
          assert.deepEqual(await world.look(run), {
            status: 'completed',
            output,
            code: undefined,
            taskCount: 0,
            next: 'started',
          });
        });
        return;
      }

      test('outputs are in the order of the tasks when the last is settled first', async (world) => {
        const run = await world.start(example);
        await world.completeSources(run);
        await settleAll(world, run, example, async (claims) => {
          for (const claim of claims.toReversed()) await complete(world, example, [claim]);
        });
        await ended(world, run, example);
      });

      test('and when all are settled at once', async (world) => {
        const run = await world.start(example);
        await world.completeSources(run);
        await settleAll(world, run, example, (claims) => complete(world, example, claims));
        await ended(world, run, example);
      });

      test('and when one is handed out at a time', async (world) => {
        const run = await world.start(example, { concurrency: 1 });
        await world.completeSources(run);
        await settleAll(world, run, example, async (claims) => {
          assert.equal(claims.length, 1, 'the window is one task wide');
          await complete(world, example, claims);
        });
        await ended(world, run, example);
      });

      test('a task that is tried again has the same input', async (world) => {
        const run = await world.start(example, { baseDelayMs: 0 });
        await world.completeSources(run);
        const first = await world.claimStep(run);
        await world.backend.fail(first);
        const again = await world.claimStep(run);
        const inputs = (claims: readonly Claim[]) => claims.map(({ input }) => input);
        assert.deepEqual(inputs(again), inputs(first));
      });

      test('a retried run goes on where it stopped', async (world) => {
        const run = await world.start(example, { maxAttempts: 1 });
        await world.completeSources(run);
        const [bad, ...good] = await world.claimStep(run);
        assert.ok(bad);
        await complete(world, example, good);
        await world.backend.fail([bad]);
        assert.equal((await world.look(run)).status, 'failed');
        await world.core.retryRun(run.runId);
        await settleRest(world, run, example);
        await ended(world, run, example);
      });

      test('what the tasks store is no more than the source', async (world) => {
        const run = await world.start(example);
        await world.completeSources(run);
        const stored = (await world.core.tasks(run.runId)).filter(
          ({ step_index: step }) => step === 1,
        );
        const length = stored.reduce((sum, { input }) => sum + text(input).length, 0);
        const limit = text(example.source).length + 64 * stored.length;
        assert.ok(length <= limit, `${length} characters of input for a source of ${limit}`);
      });
    });
  }
}

/** Claims and settles until nothing is left, checking what the workers see. */
export async function settleAll(
  world: StepTypeWorld,
  run: StartedRun,
  example: StepTypeCase,
  settle: (claims: Claim[]) => Promise<void>,
): Promise<void> {
  const seen: Json[] = [];
  for (;;) {
    const claims = await world.claimStep(run);
    if (claims.length === 0) break;
    for (const { task_index: index, input } of claims) seen[index] = input;
    await settle(claims);
  }
  assert.deepEqual(seen, [...example.tasks], 'what the workers saw, from index 0 on without a gap');
}

async function settleRest(world: StepTypeWorld, run: StartedRun, example: StepTypeCase) {
  for (;;) {
    const claims = await world.claimStep(run);
    if (claims.length === 0) return;
    await complete(world, example, claims);
  }
}

/** Completes claims with the outputs of the case. */
export async function complete(
  { backend }: StepTypeWorld,
  { outputs }: StepTypeCase,
  claims: readonly Claim[],
): Promise<void> {
  await backend.completeText(
    claims.map((claim) => [claim, JSON.stringify(outputs[claim.task_index])] as const),
  );
}

async function ended(world: StepTypeWorld, run: StartedRun, { output, tasks }: StepTypeCase) {
  assert.deepEqual(await world.look(run), {
    status: 'completed',
    output,
    code: undefined,
    taskCount: tasks.length,
    next: 'started',
  });
  const next = await world.backend.claim(run.queue, 9);
  await world.backend.complete(next, null);
  assert.equal((await world.core.getRun(run.runId)).status, 'completed');
}

function text(value: Json | null): string {
  return value === null ? '' : JSON.stringify(value);
}
