import assert from 'node:assert/strict';
import { only, outcomes } from '../rows.js';
import { waitForLock } from '../wait-until.js';
import type { BackendSuite } from './backend-suite.js';

/** Promise: what a run that ends has in hand is withdrawn. */
export function promiseWithdrawing({ describe, test, testCommitted }: BackendSuite): void {
  describe('promise: the deliveries of a run that ends are withdrawn', () => {
    test('cancelling withdraws claimed, waiting and delayed deliveries', async (world) => {
      const { core, backend, count } = world;
      const { queue, runId, claims } = await world.claimed(3, { baseDelayMs: 60_000 });
      const [held, released, retried] = claims;
      assert.ok(released && retried);
      await backend.release([released]);
      await backend.fail([retried]);
      assert.equal(await count(queue), 3);
      assert.equal(await core.cancelRun(runId), true);
      assert.equal(await count(queue), 0);
      assert.deepEqual([...(await backend.claim(queue, 9))], []);
      assert.deepEqual(outcomes(await backend.extend([held])), ['cancelled']);
      assert.deepEqual(outcomes(await backend.complete([held])), ['stale']);
      assert.equal((await core.getRun(runId)).status, 'cancelled');
    });

    test('cancelling leaves the deliveries of other runs alone', async (world) => {
      const { core, backend } = world;
      const queue = await world.define();
      const [cancelled, other] = [await core.startFlow('f'), await core.startFlow('f')];
      await core.cancelRun(cancelled);
      assert.equal(only(await backend.claim(queue, 9)).run_id, other);
    });

    testCommitted('a cancel that meets an open claim leaves nothing behind', async (world) => {
      const { core, backend, sql, count } = world;
      const queue = await world.define();
      const runId = await core.startFlow('f');
      const [worker, client] = [await world.open(), await world.open()];
      await worker.sql`begin`;
      const claim = only(await world.on(worker).backend.claim(queue));
      const cancelling = world.on(client).core.cancelRun(runId);
      await waitForLock(sql, client.pid);
      await worker.sql`commit`;
      assert.equal(await cancelling, true);
      assert.deepEqual(outcomes(await backend.extend([claim])), ['cancelled']);
      await world.expire(claim);
      assert.deepEqual([...(await backend.claim(queue, 9))], []);
      assert.equal(await count(queue), 0);
    });

    test('a run that is retried after its cancel runs to its end', async (world) => {
      const { core, backend, count } = world;
      const { queue, runId } = await world.claimed(3);
      await core.cancelRun(runId);
      await core.retryRun(runId);
      assert.equal(await count(queue), 3);
      await backend.complete(await backend.claim(queue, 9));
      assert.equal((await core.getRun(runId)).status, 'completed');
      assert.equal(await count(queue), 0);
    });

    test('the first result of a race withdraws the others', async (world) => {
      const { core, backend, count } = world;
      const config = { tasks: 3, race: true };
      const queue = await world.define([{ slug: 'step', type: 'scripted_each', config }]);
      const runId = await core.startFlow('f');
      const [first, second] = await backend.claim(queue, 2);
      assert.ok(first && second);
      await backend.complete([first], 'first');
      assert.deepEqual((await core.getRun(runId)).output, { step: 'first' });
      assert.deepEqual(outcomes(await backend.extend([second])), ['cancelled']);
      assert.equal(await count(queue), 0);
    });
  });
}
