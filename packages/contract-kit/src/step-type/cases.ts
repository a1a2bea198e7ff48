import assert from 'node:assert/strict';
import type { Json } from '@pgflow/core-sql';
import type { StepTypeCase } from '../harness.js';
import type { Claim } from '../rows.js';
import type { StartedRun, StepTypeSuite, StepTypeWorld } from './step-type-suite.js';

/** Each example of a step type, in every way that its tasks may be settled. */
export function stepTypeCases({ describe, test, harness }: StepTypeSuite): void {
  for (const example of harness.cases) {
    describe(`case: ${example.name}`, () => {
      if (example.tasks.length === 0) {
        test('a step without tasks is drained in the transaction that starts it', async (world) => {
          const run = await world.start(example);
          await world.completeSources(run);
          assert.deepEqual(await world.look(run), {
            status: 'completed',
            output: outputOf(example, []),
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
        // Where one output may end the step, none comes before the failure.
        const early = (await mayEndEarly(world)) ? [] : good;
        await complete(world, example, early);
        await world.backend.fail([bad]);
        const replaced = (await world.look(run)).status !== 'failed';
        if (replaced) await complete(world, example, good);
        else await world.core.retryRun(run.runId);
        const rest = await settleRest(world, run, example);
        if (replaced) return assert.equal((await world.look(run)).status, 'completed');
        await ended(world, run, example, indexes([early, ...rest]));
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

/** Settles claims, and answers how: the claims of each call. */
export type Settle = (claims: Claim[]) => Promise<Claim[][]>;

/** Settles claims in one call. */
export function atOnce(world: StepTypeWorld, example: StepTypeCase): Settle {
  return async (claims) => {
    await complete(world, example, claims);
    return [claims];
  };
}

/**
 * Claims and settles until nothing is left, checking what the workers see; answers the indexes that
 * were settled, call by call.
 */
export async function settleAll(
  world: StepTypeWorld,
  run: StartedRun,
  example: StepTypeCase,
  settle: Settle,
): Promise<number[][]> {
  const seen: Json[] = [];
  const calls: Claim[][] = [];
  for (;;) {
    const claims = await world.claimStep(run);
    if (claims.length === 0) break;
    for (const { task_index: index, input } of claims) seen[index] = input;
    calls.push(...(await settle(claims)));
  }
  const expected = (await mayEndEarly(world)) ? seen.length : example.tasks.length;
  assert.deepEqual(
    seen,
    example.tasks.slice(0, expected),
    'what the workers saw, from index 0 on without a gap',
  );
  return indexes(calls);
}

async function settleRest(world: StepTypeWorld, run: StartedRun, example: StepTypeCase) {
  const calls: Claim[][] = [];
  for (;;) {
    const claims = await world.claimStep(run);
    if (claims.length === 0) return calls;
    calls.push(...(await atOnce(world, example)(claims)));
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

/** The output of a case whose tasks were settled like this. */
export function outputOf({ output }: StepTypeCase, settled: readonly (readonly number[])[]): Json {
  return typeof output === 'function' ? output(settled) : output;
}

async function ended(
  world: StepTypeWorld,
  run: StartedRun,
  example: StepTypeCase,
  settled: readonly (readonly number[])[],
) {
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

/** Whether the step may end with tasks outstanding. */
async function mayEndEarly({ sql, stepType }: StepTypeWorld): Promise<boolean> {
  const [row] = await sql<[{ per_task: boolean }]>`
    select per_task from pgflow.step_types where step_type = ${stepType}`;
  return row.per_task;
}

function indexes(calls: readonly (readonly Claim[])[]): number[][] {
  return calls
    .filter((claims) => claims.length > 0)
    .map((claims) => claims.map(({ task_index: index }) => index));
}

function text(value: Json | null): string {
  return value === null ? '' : JSON.stringify(value);
}
