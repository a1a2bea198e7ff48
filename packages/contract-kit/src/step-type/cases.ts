import assert from 'node:assert/strict';
import type { Json } from '@pgflow/core-sql';
import type { StepTypeCase } from '../harness.js';
import type { Claim } from '../rows.js';
import {
  atOnce,
  complete,
  completeWaiting,
  indexesOf,
  mayEndEarly,
  outputOf,
  settleAll,
} from './settling.js';
import type { StartedRun, StepTypeSuite, StepTypeWorld } from './step-type-suite.js';

/** Each example of a step type, in every way that its tasks may be settled. */
export function stepTypeCases({ describe, test, harness }: StepTypeSuite): void {
  for (const example of harness.cases) {
    describe(`case: ${example.name}`, () => {
      if (example.tasks.length === 0) {
        test('a step without tasks is drained in the transaction that starts it', async (world) => {
          const run = await world.start(example);
          await world.completeSources(run);
          await ended(world, run, example, []);
        });
        return;
      }

      test('outputs are in the order of the tasks when the last is settled first', async (world) => {
        const run = await world.start(example);
        await world.completeSources(run);
        const settled = await settleAll(world, run, example, async (claims) => {
          for (const claim of claims.toReversed()) await complete(world, example, [claim]);
          return claims.toReversed().map((claim) => [claim]);
        });
        await ended(world, run, example, settled);
      });

      test('and when all are settled at once', async (world) => {
        const run = await world.start(example);
        await world.completeSources(run);
        const settled = await settleAll(world, run, example, atOnce(world, example));
        await ended(world, run, example, settled);
      });

      test('and when one is handed out at a time', async (world) => {
        const run = await world.start(example, { concurrency: 1 });
        await world.completeSources(run);
        const settled = await settleAll(world, run, example, async (claims) => {
          assert.equal(claims.length, 1, 'the window is one task wide');
          return atOnce(world, example)(claims);
        });
        await ended(world, run, example, settled);
      });

      test('a task that is tried again has the same input', async (world) => {
        const run = await world.start(example, { baseDelayMs: 0 });
        await world.completeSources(run);
        const inputs = await stored(world, run);
        const first = await world.claimStep(run);
        await world.backend.fail(first);
        const again = await world.claimStep(run);
        assert.deepEqual(indexesOf([again]), indexesOf([first]));
        // Workers may see another one, which tells them the attempt.
        assert.deepEqual(await stored(world, run), inputs);
      });

      test('a retried run goes on where it stopped', async (world) => {
        const run = await world.start(example, { maxAttempts: 1 });
        await world.completeSources(run);
        const [bad, ...good] = await world.claimStep(run);
        assert.ok(bad);
        // Where one output may end the step, none comes before the failure.
        const early = (await mayEndEarly(world)) ? [] : good;
        await complete(world, example, early);
        await world.backend.fail([bad]);
        const replaced = (await world.look(run)).status !== 'failed';
        if (replaced) await complete(world, example, good);
        else await world.core.retryRun(run.runId);
        const rest = await settleRest(world, run, example);
        if (!replaced) return ended(world, run, example, indexesOf([early, ...rest]));
        await completeWaiting(world, run, example, []);
        assert.equal((await world.look(run)).status, 'completed');
      });

      test('what the tasks store is no more than the source', async (world) => {
        const run = await world.start(example);
        await world.completeSources(run);
        const inputs = await stored(world, run);
        const length = inputs.reduce<number>((sum, input) => sum + text(input).length, 0);
        // What a task does may stand in the config; 64 characters are for what refers to the rest.
        const limit =
          text(example.source).length + (text(example.config).length + 64) * inputs.length;
        assert.ok(length <= limit, `${length} characters of input, and ${limit} is the limit`);
      });
    });
  }
}

async function settleRest(world: StepTypeWorld, run: StartedRun, example: StepTypeCase) {
  const calls: Claim[][] = [];
  for (;;) {
    const claims = await world.claimStep(run);
    if (claims.length === 0) return calls;
    calls.push(...(await atOnce(world, example)(claims)));
  }
}

async function ended(
  world: StepTypeWorld,
  run: StartedRun,
  example: StepTypeCase,
  settled: readonly (readonly number[])[],
) {
  await completeWaiting(world, run, example, settled);
  assert.deepEqual(await world.look(run), {
    status: 'completed',
    output: outputOf(example, settled),
    code: undefined,
    taskCount: example.tasks.length,
    next: 'started',
  });
  const next = await world.backend.claim(run.queue, 9);
  await world.backend.complete(next, null);
  assert.equal((await world.core.getRun(run.runId)).status, 'completed');
}

/** The inputs that core has of the step's tasks. */
async function stored({ core }: StepTypeWorld, { runId }: StartedRun): Promise<(Json | null)[]> {
  const tasks = await core.tasks(runId);
  return tasks.filter(({ step_index: step }) => step === 1).map(({ input }) => input);
}

function text(value: Json | null): string {
  return value === null ? '' : JSON.stringify(value);
}
