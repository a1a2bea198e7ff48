import assert from 'node:assert/strict';
import type { Json } from '@pgflow/core-sql';
import type { StepTypeCase } from '../harness.js';
import type { Claim } from '../rows.js';
import type { StartedRun, StepTypeWorld } from './step-type-suite.js';

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
  await sawTasks(world, example, seen);
  return indexesOf(calls);
}

/** Checks what the workers saw of a case: all its tasks, unless the step may end before. */
export async function sawTasks(
  world: StepTypeWorld,
  { name, tasks }: StepTypeCase,
  seen: readonly Json[],
): Promise<void> {
  const expected = (await mayEndEarly(world)) ? seen.length : tasks.length;
  assert.deepEqual(
    seen,
    tasks.slice(0, expected),
    `what the workers saw of "${name}", from index 0 on without a gap`,
  );
}

/** Completes claims with the outputs of the case. */
export async function complete(
  { backend }: StepTypeWorld,
  example: StepTypeCase,
  claims: readonly Claim[],
): Promise<void> {
  await backend.completeText(claims.map((claim) => resultOf(example, claim)));
}

/** A claim and what its worker gives back, as JSON text; null for a task that the case does not have. */
export function resultOf({ outputs }: StepTypeCase, claim: Claim): readonly [Claim, string] {
  return [claim, JSON.stringify(outputs[claim.task_index] ?? null)];
}

/** The output of a case whose tasks were settled like this. */
export function outputOf({ output }: StepTypeCase, settled: readonly (readonly number[])[]): Json {
  return typeof output === 'function' ? output(settled) : output;
}

/**
 * Completes a step of a case that waits, as an approval does, when its tasks are settled; one that does
 * not wait has ended by itself.
 */
export async function completeWaiting(
  world: StepTypeWorld,
  run: Pick<StartedRun, 'runId'>,
  example: StepTypeCase,
  settled: readonly (readonly number[])[],
  slug = 'step',
): Promise<void> {
  if (!example.waits) return;
  const { status } = await world.look(run, slug);
  assert.equal(status, 'started', 'a step that waits is not over when its tasks are');
  await world.core.completeStep(run.runId, slug, outputOf(example, settled));
}

/** Whether the step may end with tasks outstanding. */
export async function mayEndEarly({ sql, stepType }: StepTypeWorld): Promise<boolean> {
  const [row] = await sql<[{ per_task: boolean }]>`
    select per_task from pgflow.step_types where step_type = ${stepType}`;
  return row.per_task;
}

/** The indexes of the tasks of claims, call by call. */
export function indexesOf(calls: readonly (readonly Claim[])[]): number[][] {
  return calls
    .filter((claims) => claims.length > 0)
    .map((claims) => claims.map(({ task_index: index }) => index));
}

/** An example to test with what is the same for each: one that has tasks, where there is one. */
export function exampleOf(cases: readonly StepTypeCase[]): StepTypeCase {
  const example = cases.find(({ tasks }) => tasks.length > 0) ?? cases[0];
  assert.ok(example, 'a harness has at least one case');
  return example;
}
