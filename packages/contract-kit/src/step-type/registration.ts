import assert from 'node:assert/strict';
import { describePrivacy } from '../privacy.js';
import { describeRefusals } from '../registration.js';
import { requiredHooks } from './hooks.js';
import type { StepTypeSuite } from './step-type-suite.js';

const required = Object.values(requiredHooks);

/** What registering a step type checks, and whom its functions are for. */
export function stepTypeRegistration({
  describe,
  testCommitted: test,
  harness,
}: StepTypeSuite): void {
  const { stepType, schema, capabilities = {} } = harness;
  const plugin = { kind: 'step_type', name: stepType, schema, capabilities } as const;

  describe('registering: only what fits the contract, and only by the owner', () => {
    test('the step type is registered with its capabilities', async ({ sql }) => {
      const [row] = await sql`
        select schema_name, capabilities from pgflow.step_types where step_type = ${stepType}`;
      assert.deepEqual(row, { schema_name: schema, capabilities });
    });
    describeRefusals(test, plugin, required);
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
