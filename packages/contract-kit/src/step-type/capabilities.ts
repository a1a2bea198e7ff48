import assert from 'node:assert/strict';
import { refusesWrongFunctions } from '../registration.js';
import { hookCalls } from './hook-calls.js';
import { optionalHooks } from './hooks.js';
import { exampleOf } from './settling.js';
import type { StepTypeSuite, StepTypeWorld } from './step-type-suite.js';

/** How the registry tells of a step type. */
interface Registered {
  readonly capabilities: Readonly<Record<string, unknown>>;
  readonly per_task: boolean;
  readonly has_task_start: boolean;
  readonly has_task_failure: boolean;
}

/** What a step type says that it can do is there, and there is nothing that it does not say. */
export function stepTypeCapabilities({
  describe,
  testCommitted: test,
  harness,
}: StepTypeSuite): void {
  const { stepType, schema, cases } = harness;
  const good = exampleOf(cases);
  const registered = async ({ sql }: StepTypeWorld) => {
    const [row] = await sql<[Registered]>`
      select capabilities, per_task, has_task_start, has_task_failure
      from pgflow.step_types where step_type = ${stepType}`;
    return row;
  };

  describe('capabilities: what is declared is there, and nothing else', () => {
    test('the manifest says only what the contract knows', async (world) => {
      const { per_task: perTask = false, ...unknown } = (await registered(world)).capabilities;
      assert.deepEqual([typeof perTask, unknown], ['boolean', {}]);
    });

    for (const [hook, signature] of Object.entries(optionalHooks)) {
      const column = hook === 'handle_step_task_start' ? 'has_task_start' : 'has_task_failure';
      test(`${hook} is registered where it exists, and there alone`, async (world) => {
        const [{ exists }] = await world.sql<[{ exists: boolean }]>`
          select to_regprocedure(${`${schema}.${signature}`}) is not null as exists`;
        assert.equal((await registered(world))[column], exists);
      });

      test(`${hook} with another result is refused with PF011, whether or not there is one`, async ({
        sql,
      }) => {
        const [row] = await sql<[{ capabilities: object }]>`
          select capabilities from pgflow.step_types where step_type = ${stepType}`;
        const plugin = { kind: 'step_type', name: stepType, schema, ...row } as const;
        await refusesWrongFunctions(sql, plugin, [signature], 'another result');
      });

      test(`${hook} answers nothing when it is asked nothing`, async (world) => {
        if (!(await registered(world))[column]) return;
        const answer = await world.sql`select * from ${world.sql(schema)}.${world.sql(hook)}('{}')`;
        assert.deepEqual([...answer], []);
      });
    }

    // What is settled before the others, or fails, is a task.
    if (good.tasks.length === 0) return;

    test('per_task: a step with tasks outstanding is decided', async (world) => {
      if (!(await registered(world)).per_task) return;
      const run = await world.start(good);
      await world.completeSources(run);
      const [first] = await world.claimStep(run);
      assert.ok(first, `"${good.name}" has tasks`);
      const decided = await hookCalls(world, schema).completion([0]);
      assert.deepEqual(
        decided.map((decision) => decision.run_id),
        [run.runId],
      );
      assert.match(decided[0]?.action ?? '', /^(complete|continue|wait|fail)$/);
    });

    test('a task that failed for good fails its step, or has an output in its place', async (world) => {
      const run = await world.start(good);
      await world.completeSources(run);
      const [first] = await world.claimStep(run);
      assert.ok(first, `"${good.name}" has tasks`);
      const error = { code: 'KIT', message: 'for good', final: true };
      await world.backend.fail([first], error);
      const { code } = await world.look(run);
      const { has_task_failure: replaces } = await registered(world);
      if (!replaces || code !== undefined) assert.equal(code, 'KIT');
    });
  });
}
