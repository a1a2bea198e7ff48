import assert from 'node:assert/strict';
import { only } from '../rows.js';
import { waitUntil } from '../wait-until.js';
import type { BackendSuite } from './backend-suite.js';

/** Law 1: at least once, only from commits, never before its time. */
export function lawDelivery({ describe, test, testCommitted }: BackendSuite): void {
  describe('law 1: a committed task is delivered at least once, and not before its time', () => {
    test('a task is delivered until it is settled', async ({ claimed, expire, backend, count }) => {
      const { queue, claims } = await claimed(1, { maxAttempts: 9 });
      let [claim] = claims;
      for (let times = 0; times < 3; times++) {
        await expire(claim);
        claim = only(await backend.claim(queue));
      }
      assert.equal(await count(queue), 1);
      await backend.complete([claim]);
      assert.equal(await count(queue), 0);
      assert.deepEqual([...(await backend.claim(queue))], []);
    });

    testCommitted('a task waits for its transaction to commit', async (world) => {
      const queue = await world.define();
      const { core, backend } = world;
      const session = await world.open();
      await session.sql`begin`;
      const runId = await world.on(session).core.startFlow('f');
      assert.equal(await world.count(queue), 0);
      assert.deepEqual([...(await backend.claim(queue))], []);
      await session.sql`commit`;
      const claim = only(await backend.claim(queue));
      assert.equal(claim.run_id, runId);
      assert.deepEqual(claim.input, { n: 0 });
      assert.equal((await core.task(claim)).status, 'started');
    });

    testCommitted('a task of a transaction that rolls back is never delivered', async (world) => {
      const queue = await world.define();
      const session = await world.open();
      await session.sql`begin`;
      await world.on(session).core.startFlow('f');
      await session.sql`rollback`;
      assert.equal(await world.count(queue), 0);
      assert.deepEqual([...(await world.backend.claim(queue))], []);
    });

    testCommitted('a delayed task is not delivered before its time', async (world) => {
      const { core, backend, count } = world;
      const queue = await world.define([
        { slug: 'step', type: 'scripted', config: { delay_ms: 1200 } },
      ]);
      const runId = await core.startFlow('f');
      const [due] = await core.tasks(runId);
      assert.ok(due);
      assert.equal(await count(queue), 1);
      assert.deepEqual([...(await backend.claim(queue))], [], 'nothing at once');
      const claim = await waitUntil(async () => (await backend.claim(queue))[0], 'it is due');
      const [{ at }] = await world.sql<[{ at: Date }]>`
        select started_at as at from pgflow.step_tasks where run_id = ${claim.run_id}`;
      assert.ok(at >= due.visible_at, `claimed at ${at.toISOString()}, before its time`);
    });

    testCommitted(
      'a retry is not delivered before its time',
      async ({ claimed, backend, core, sql }) => {
        const { queue, claims } = await claimed(1, { baseDelayMs: 1000 });
        const [retry] = await backend.fail(claims);
        assert.equal(retry?.outcome, 'retry');
        assert.ok(retry.visible_at);
        assert.deepEqual([...(await backend.claim(queue))], [], 'nothing at once');
        const again = await waitUntil(async () => (await backend.claim(queue))[0], 'it is due');
        assert.equal(again.attempt, 2);
        assert.equal(again.redelivered, false, 'its lease has not run out');
        const [{ at }] = await sql<[{ at: Date }]>`
        select started_at as at from pgflow.step_tasks where run_id = ${again.run_id}`;
        assert.ok(at >= retry.visible_at, `claimed at ${at.toISOString()}, before its time`);
        assert.equal((await core.task(again)).status, 'started');
      },
    );

    test('a retried run has its tasks delivered again', async ({ claimed, backend, core }) => {
      const { queue, runId, claims } = await claimed(2, { maxAttempts: 1 });
      await backend.fail([claims[0]]);
      await core.retryRun(runId);
      const again = await backend.claim(queue, 9);
      assert.deepEqual(again.map((claim) => claim.task_index).sort(), [0, 1]);
      assert.deepEqual([...new Set(again.map((claim) => claim.attempt))], [1], 'fresh attempts');
    });
  });
}
