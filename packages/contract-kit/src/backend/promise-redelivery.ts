import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { only, outcomes } from '../rows.js';
import type { BackendSuite, BackendWorld } from './backend-suite.js';

/** Promise: a task whose delivery is gone is delivered again, and one that has one is left alone. */
export function promiseRedelivery({ describe, test, harness }: BackendSuite): void {
  /** Calls a hook with the tasks of all runs. */
  const call = ({ sql }: BackendWorld, hook: string, upTo = 99) => sql`
    select ${sql(harness.schema)}.${sql(hook)}(array(
      select jsonb_populate_record(null::pgflow.queued_task, to_jsonb(t) || to_jsonb(f))
      from pgflow.step_tasks as t join pgflow.flows as f using (flow_id)
      where t.task_index < ${upTo})) as made`;

  if (harness.separateDeliveries === false) {
    describe('promise: deliveries that are the tasks themselves cannot be lost', () => {
      test('no call of core takes one away, or makes one beside them', async (world) => {
        const { backend } = world;
        const queue = await world.define([
          { slug: 'step', type: 'scripted', config: { tasks: 3 } },
        ]);
        await world.core.startFlow('f');
        const before = await rowsIn(world, harness.schema);
        await call(world, 'cancel_step_tasks');
        await backend.enqueue(queue, { run_id: randomUUID(), step_index: 0, task_index: 0 });
        assert.equal(await rowsIn(world, harness.schema), before);
        assert.equal((await backend.claim(queue, 9)).length, 3);
      });
    });
    return;
  }

  describe('promise: a task that lost its delivery is delivered again', () => {
    const hurry = ({ sql }: BackendWorld) =>
      sql`update pgflow.housekeeping set overdue_after = '0 seconds', every = '0 seconds'`;

    test('redeliver_step_tasks makes the deliveries that are missing, and answers how many', async (world) => {
      const { backend, count } = world;
      const queue = await world.define([{ slug: 'step', type: 'scripted', config: { tasks: 3 } }]);
      await world.core.startFlow('f');
      assert.deepEqual([...(await call(world, 'redeliver_step_tasks'))], [{ made: 0 }]);
      await call(world, 'cancel_step_tasks', 2);
      assert.equal(await count(queue), 1);
      assert.deepEqual([...(await call(world, 'redeliver_step_tasks'))], [{ made: 2 }]);
      assert.equal(await count(queue), 3);
      assert.equal((await backend.claim(queue, 9)).length, 3);
    });

    test('housekeeping delivers a waiting task again that nobody would find', async (world) => {
      const { core, backend, sql } = world;
      const queue = await world.define();
      const runId = await core.startFlow('f');
      await call(world, 'cancel_step_tasks');
      assert.deepEqual([...(await backend.claim(queue, 9))], []);
      await hurry(world);
      await sql`select pgflow.housekeep()`;
      await backend.complete([only(await backend.claim(queue, 9))]);
      assert.equal((await core.getRun(runId)).status, 'completed');
    });

    test('housekeeping delivers a claimed task again whose lease ran out; the old claim is stale', async (world) => {
      const { core, backend, sql } = world;
      const { queue, runId, claims } = await world.claimed(1);
      await world.expire(...claims);
      await call(world, 'cancel_step_tasks');
      await hurry(world);
      await sql`select pgflow.housekeep()`;
      const again = only(await backend.claim(queue, 9));
      assert.deepEqual([again.claim_no, again.redelivered], [2, true]);
      assert.deepEqual(outcomes(await backend.complete(claims)), ['stale']);
      assert.deepEqual(outcomes(await backend.complete([again])), ['completed']);
      assert.equal((await core.getRun(runId)).status, 'completed');
    });

    test('housekeeping leaves tasks with deliveries and live leases alone', async (world) => {
      const { sql, count } = world;
      const { queue } = await world.claimed(2);
      await world.core.startFlow('f');
      await hurry(world);
      const [done] = await sql`select pgflow.housekeep() -> 'redelivered_tasks' as tasks`;
      assert.deepEqual(done, { tasks: 0 });
      assert.equal(await count(queue), 4);
    });
  });
}

/** How many rows the tables of a schema have. */
async function rowsIn({ sql }: BackendWorld, schema: string): Promise<number> {
  const tables = await sql<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace = ${schema}::text::regnamespace and relkind in ('r', 'p')`;
  const counts = tables.map(async ({ name }) => {
    const [{ count }] = await sql<[{ count: number }]>`
      select count(*)::int as count from ${sql(schema)}.${sql(name)}`;
    return count;
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}
