import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Sql } from 'postgres';
import type { Session } from '../database.js';
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
/** What a worker calls beside its tasks. */
const lifeFunctions = [
  'start_worker(uuid,text,jsonb,text,integer)',
  'stop_worker(uuid,text)',
  'housekeep()',
  'get_run_inputs(uuid[])',
];
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
      await session.sql`begin`;
      await becomeWorker(session, schema, workerFunctions);
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

    test('such a role can say hello and goodbye, read inputs and offer housekeeping', async (world) => {
      await world.define();
      const runId = await world.core.startFlow('f', { n: 1 });
      const session = await world.open();
      const { sql } = session;
      const on = sql(schema);
      const worker = randomUUID();
      await sql`begin`;
      await becomeWorker(session, schema, [...lifeFunctions, ...workerFunctions]);
      const flow = { slug: 'g', backend, steps: [{ slug: 'step' }] };
      const definitions = JSON.stringify([flow]);
      const versions = await sql`
        select flow_slug
        from ${on}.start_worker(${worker}, 'kit', ${definitions}::text::jsonb, '1.0.0', 60)`;
      assert.deepEqual([...versions], [{ flow_slug: 'g' }]);
      assert.deepEqual(
        [...(await sql`select * from ${on}.get_run_inputs(${[runId]}::uuid[])`)],
        [{ run_id: runId, input: { n: 1 } }],
      );
      await sql`select ${on}.housekeep()`;
      // Idle, for a minute longer.
      await sql`select * from ${on}.extend_step_tasks(${worker}, '[]', 120)`;
      await sql`reset role`;
      assert.deepEqual(await lifeOf(sql, worker), { alive: true, ended: null });
      await sql`select ${on}.stop_worker(${worker}, 'the test is over')`;
      assert.equal((await lifeOf(sql, worker)).ended, 'the test is over');
      await sql`rollback`;
    });

    test('what core calls has the rights of its caller', async ({ sql }) => {
      const definers = await sql`
        select oid::regprocedure from pg_proc
        where oid = any (${coreFunctions.map((of) => `${schema}.${of}`)}::text[]::regprocedure[])
          and prosecdef`;
      assert.deepEqual([...definers], []);
    });
  });
}

/** Gives a transaction the role of a worker, which has no more than these functions. */
async function becomeWorker({ sql }: Session, schema: string, functions: readonly string[]) {
  await sql.unsafe(`
    create role kit_worker nologin;
    grant usage on schema ${schema} to kit_worker;
    grant execute on function ${functions.map((of) => `${schema}.${of}`).join()} to kit_worker;
    set local role kit_worker`);
}

/** Whether a worker is taken for alive in a minute and a half, and why it ended. */
async function lifeOf(sql: Sql, worker: string) {
  const [row] = await sql<[{ alive: boolean; ended: string | null }]>`
    select alive_until > pgflow._now() + interval '90 s' as alive, end_reason as ended
    from pgflow.workers where worker_id = ${worker}`;
  return row;
}
