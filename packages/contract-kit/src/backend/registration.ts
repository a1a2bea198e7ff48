import assert from 'node:assert/strict';
import { describePrivacy } from '../privacy.js';
import { describeRefusals } from '../registration.js';
import { only, outcomes } from '../rows.js';
import type { BackendSuite } from './backend-suite.js';

const everyWorkerCalls = [
  'start_step_tasks(uuid,text[],integer)',
  'complete_step_tasks(jsonb)',
  'fail_step_tasks(jsonb)',
  'extend_step_tasks(uuid,jsonb,integer)',
  'release_step_tasks(jsonb)',
];
const pullingWorkerCalls = ['read_queued_step_tasks(uuid,text[],integer,integer)'];
const coreFunctions = [
  'prepare_queues(text[])',
  'enqueue_step_tasks(pgflow.queued_task[])',
  'cancel_step_tasks(pgflow.queued_task[])',
  'redeliver_step_tasks(pgflow.queued_task[])',
];

/** What registering a backend checks, and whom its functions are for. */
export function backendRegistration({
  describe,
  testCommitted: test,
  harness,
}: BackendSuite): void {
  const { backend, schema, capabilities } = harness;
  const pulls = capabilities.delivery === 'pull';
  const workerFunctions = [...everyWorkerCalls, ...(pulls ? pullingWorkerCalls : [])];
  const plugin = { kind: 'worker_backend', name: backend, schema, capabilities } as const;

  describe('registering: only what fits the contract, and only by the owner', () => {
    test('the backend is registered with its capabilities', async ({ sql }) => {
      const [row] = await sql`
        select schema_name, capabilities from pgflow.worker_backends where backend = ${backend}`;
      assert.deepEqual(row, { schema_name: schema, capabilities });
    });
    describeRefusals(test, plugin, [...coreFunctions, ...workerFunctions]);
  });

  describe('rights: a worker needs EXECUTE on its functions, and nothing else', () => {
    describePrivacy(test, schema);

    test('a role with only these rights can work', async (world) => {
      const { core } = world;
      const queue = await world.define();
      await core.startFlow('f');
      const session = await world.open();
      const calls = world.on(session).backend;
      await session.sql.unsafe(`
        begin;
        create role kit_worker nologin;
        grant usage on schema ${schema} to kit_worker;
        grant execute on function ${workerFunctions.map((f) => `${schema}.${f}`).join()} to kit_worker;
        set local role kit_worker`);
      // What brings deliveries is no worker, and has the rights of the owner.
      const brought = await harness.receive?.(world.sql, queue, 1);
      const claim = only(await (brought ? calls.start(brought) : calls.claim(queue)));
      assert.deepEqual(outcomes(await calls.extend([claim])), ['ok']);
      await calls.release([claim]);
      const [again] = await calls.start([claim.delivery]);
      assert.ok(again);
      assert.deepEqual(outcomes(await calls.fail([again])), ['retry']);
      assert.deepEqual(outcomes(await calls.complete([again])), ['stale']);
      await session.sql`savepoint before`;
      await assert.rejects(session.sql`select from pgflow.runs`, { code: '42501' });
      await session.sql`rollback`;
    });
  });
}
