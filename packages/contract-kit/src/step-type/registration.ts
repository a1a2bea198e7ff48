import assert from 'node:assert/strict';
import { describePrivacy } from '../privacy.js';
import { refusesOthers, refusesWrongFunctions } from '../registration.js';
import type { StepTypeSuite } from './step-type-suite.js';

const required = [
  'handle_step_start(pgflow.ready_step[])',
  'handle_step_task_completion(pgflow.drained_step[])',
];
const optional = [
  'handle_step_task_start(pgflow.started_task[])',
  'handle_step_task_failure(pgflow.failed_task[])',
];

/** What registering a step type checks, and whom its functions are for. */
export function stepTypeRegistration({ describe, test, harness }: StepTypeSuite): void {
  const { stepType, schema, capabilities = {} } = harness;
  const plugin = { kind: 'step_type', name: stepType, schema, capabilities } as const;

  describe('registering: only what fits the contract, and only by the owner', () => {
    test('the step type is registered with its capabilities and its optional hooks', async (world) => {
      const [row] = await world.sql`
        select schema_name, capabilities, per_task,
          has_task_start = (to_regprocedure(${`${schema}.${optional[0]}`}) is not null) as starts,
          has_task_failure = (to_regprocedure(${`${schema}.${optional[1]}`}) is not null) as fails
        from pgflow.step_types where step_type = ${stepType}`;
      const { per_task: perTask = false } = capabilities;
      assert.deepEqual(row, {
        schema_name: schema,
        capabilities,
        per_task: perTask,
        starts: true,
        fails: true,
      });
    });
    test('a missing function is refused with PF011, and named', ({ sql }) =>
      refusesWrongFunctions(sql, plugin, required, 'missing'));
    test('a function with another result is refused with PF011, and named', async ({ sql }) => {
      const here = await sql<{ signature: string }[]>`
        select o as signature from unnest(${[...required, ...optional]}::text[]) as o
        where to_regprocedure(${schema} || '.' || o) is not null`;
      await refusesWrongFunctions(
        sql,
        plugin,
        here.map((row) => row.signature),
        'another result',
      );
    });
    test('a role that is not the owner is refused', ({ sql }) => refusesOthers(sql, plugin));
  });

  describe('rights: hooks run as the owner, and are nobody else’s', () => {
    describePrivacy(test, schema);
    test('no hook is security definer', async ({ sql }) => {
      const definers = await sql`
        select proname from pg_proc
        where pronamespace = ${schema}::text::regnamespace and prosecdef`;
      assert.deepEqual([...definers], []);
    });
  });
}
