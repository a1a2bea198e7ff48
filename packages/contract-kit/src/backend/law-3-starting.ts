import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { only, outcomes } from '../rows.js';
import { waitForLock, waitUntil } from '../wait-until.js';
import type { BackendSuite } from './backend-suite.js';

/** Law 3: starting never raises; what cannot be started returns no row. */
export function lawStarting({ describe, test, testCommitted }: BackendSuite): void {
  describe('law 3: starting what cannot be started returns no row and never raises', () => {
    testCommitted(
      'a doubled delivery is claimed once, and is gone when its task is settled',
      async (world) => {
        const { backend, count } = world;
        const queue = await world.define();
        await world.core.startFlow('f');
        // A short lease: the second delivery is hidden until it ends.
        const claim = only(await backend.claim(queue, 1, 2));
        await backend.enqueue(queue, claim);
        assert.deepEqual([...(await backend.claim(queue, 9))], []);
        assert.deepEqual(outcomes(await backend.complete([claim])), ['completed']);
        await waitUntil(async () => {
          assert.deepEqual([...(await backend.claim(queue, 9))], []);
          return (await count(queue)) === 0;
        }, 'the doubled delivery is gone');
      },
    );

    test('a task that is enqueued twice at once is claimed once', async (world) => {
      const { backend } = world;
      const queue = await world.define();
      const runId = await world.core.startFlow('f');
      await backend.enqueue(queue, { run_id: runId, step_index: 0, task_index: 0 });
      const claim = only(await backend.claim(queue, 9));
      assert.deepEqual(outcomes(await backend.complete([claim])), ['completed']);
    });

    test('the delivery of a settled task is removed', async (world) => {
      const { backend, count } = world;
      const { queue, claims } = await world.claimed(1);
      await backend.complete(claims);
      await backend.enqueue(queue, claims[0]);
      assert.deepEqual([...(await backend.claim(queue, 9))], []);
      assert.equal(await count(queue), 0);
    });

    test('the delivery of a cancelled task is removed', async (world) => {
      const { backend, core, count } = world;
      const { queue, runId, claims } = await world.claimed(1);
      await core.cancelRun(runId);
      await backend.enqueue(queue, claims[0]);
      assert.deepEqual([...(await backend.claim(queue, 9))], []);
      assert.equal(await count(queue), 0);
    });

    test('the delivery of an unknown task is removed', async (world) => {
      const { backend, count } = world;
      const queue = await world.define();
      await backend.enqueue(queue, { run_id: randomUUID(), step_index: 0, task_index: 0 });
      assert.deepEqual([...(await backend.claim(queue, 9))], []);
      assert.equal(await count(queue), 0);
    });

    test('unknown deliveries do not stand before real ones', async (world) => {
      const { backend } = world;
      const queue = await world.define();
      await backend.enqueue(queue, { run_id: randomUUID(), step_index: 0, task_index: 0 });
      const runId = await world.core.startFlow('f');
      assert.equal(only(await backend.claim(queue, 9)).run_id, runId);
    });

    test('starting a delivery under a live lease changes nothing', async (world) => {
      const { backend, core, count, expire } = world;
      const { queue, claims } = await world.claimed(1);
      const [claim] = claims;
      assert.deepEqual([...(await backend.start([claim.delivery], 1))], []);
      assert.deepEqual((await core.task(claim)).visible_at, claim.visible_at);
      assert.equal(await count(queue), 1, 'the delivery is still there');
      assert.deepEqual([...(await backend.claim(queue))], [], 'and hidden until the lease ends');
      assert.deepEqual(outcomes(await backend.extend([claim])), ['ok']);
      await expire(claim);
      assert.equal(only(await backend.claim(queue)).claim_no, claim.claim_no + 1);
    });

    test('late, unknown and made-up deliveries return no row', async (world) => {
      const { backend } = world;
      const { claims } = await world.claimed(2);
      await backend.complete([claims[0]]);
      const madeUp = ['', 'x', 'x:1', `${randomUUID()}/0/0`, `${claims[0].delivery}9`, '::', '-1'];
      assert.deepEqual([...(await backend.start([claims[0].delivery]))], [], 'settled');
      for (const delivery of madeUp) {
        assert.deepEqual([...(await backend.start([delivery]))], [], `made up: "${delivery}"`);
      }
    });

    test('deliveries can be started in any order, and twice in one call', async (world) => {
      const { backend, expire } = world;
      const { claims } = await world.claimed(3);
      await backend.release(claims);
      const turned = claims.map(({ delivery }) => delivery).reverse();
      const started = await backend.start([...turned, ...turned]);
      assert.deepEqual(started.map((claim) => claim.task_index).sort(), [0, 1, 2]);
      await expire(...started);
      assert.deepEqual(outcomes(await backend.complete(started)), Array(3).fill('completed'));
    });

    testCommitted('of two workers that start a delivery at once, one gets it', async (world) => {
      const { backend, sql } = world;
      const { claims } = await world.claimed(1);
      await backend.release(claims);
      const [one, other] = [await world.open(), await world.open()];
      await one.sql`begin`;
      const first = await world.on(one).backend.start([claims[0].delivery]);
      const late = world.on(other).backend.start([claims[0].delivery]);
      const second = late.then((rows) => [...rows]);
      // It either waits for the first one or answers at once.
      await Promise.race([second, waitForLock(sql, other.pid)]);
      await one.sql`commit`;
      assert.deepEqual([first.length, (await second).length], [1, 0]);
    });

    testCommitted('a claim waits for no other claim', async (world) => {
      const { backend, core } = world;
      const queue = await world.define();
      await core.startFlow('f');
      await core.startFlow('f');
      const session = await world.open();
      await session.sql`begin`;
      const first = only(await world.on(session).backend.claim(queue));
      const second = only(await backend.claim(queue, 9));
      await session.sql`commit`;
      assert.notEqual(first.run_id, second.run_id);
    });
  });
}
