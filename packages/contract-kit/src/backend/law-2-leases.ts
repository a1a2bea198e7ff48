import assert from 'node:assert/strict';
import { only, outcomes } from '../rows.js';
import { waitUntil } from '../wait-until.js';
import type { BackendSuite } from './backend-suite.js';

/** Law 2: a lease that runs out brings the task again; one end of a lease for core and backend. */
export function lawLeases({ describe, test, testCommitted }: BackendSuite): void {
  describe('law 2: a task whose lease runs out is delivered again', () => {
    testCommitted('a lease holds until its visible_at, and no longer', async (world) => {
      const { backend, core, sql } = world;
      const queue = await world.define();
      await core.startFlow('f');
      const first = only(await backend.claim(queue, 1, 1));
      assert.deepEqual((await core.task(first)).visible_at, first.visible_at);
      assert.deepEqual([...(await backend.claim(queue))], [], 'nobody else gets it');
      const second = await waitUntil(async () => (await backend.claim(queue))[0], 'it is back');
      const [{ at }] = await sql<[{ at: Date }]>`
        select started_at as at from pgflow.step_tasks where run_id = ${first.run_id}`;
      assert.ok(at >= first.visible_at, 'not before the end of the lease');
      assert.ok(at.getTime() < first.visible_at.getTime() + 5_000, 'soon after it');
      assert.equal(second.redelivered, true);
    });

    test('a redelivery counts as an attempt', async ({ claimed, expire, backend }) => {
      const { queue, claims } = await claimed(1);
      await expire(...claims);
      const again = only(await backend.claim(queue));
      assert.deepEqual([claims[0].attempt, again.attempt], [1, 2]);
      assert.deepEqual([claims[0].redelivered, again.redelivered], [false, true]);
      assert.deepEqual(again.input, claims[0].input);
    });

    testCommitted(
      'extending moves the end of the lease, with core and with the backend',
      async (world) => {
        const { backend, core } = world;
        const queue = await world.define([
          { slug: 'step', type: 'scripted', config: { tasks: 2 } },
        ]);
        await core.startFlow('f');
        const [kept, lost] = await backend.claim(queue, 2, 1);
        assert.ok(kept && lost);
        const [answer] = await backend.extend([kept], 60);
        assert.equal(answer?.outcome, 'ok');
        assert.deepEqual((await core.task(kept)).visible_at, answer.visible_at);
        assert.ok(
          answer.visible_at && answer.visible_at.getTime() > kept.visible_at.getTime() + 50_000,
        );
        // The other one's lease ends at the same moment as the kept one's would have.
        const back = await waitUntil(
          async () => (await backend.claim(queue, 9))[0],
          'a lease ends',
        );
        assert.equal(back.task_index, lost.task_index);
        assert.deepEqual([...(await backend.claim(queue, 9))], []);
        assert.deepEqual(outcomes(await backend.complete([kept])), ['completed']);
      },
    );

    testCommitted('a lease that is cut short ends early on both sides', async (world) => {
      const { backend } = world;
      const { queue, claims } = await world.claimed(1);
      await backend.extend(claims, 1);
      const back = await waitUntil(async () => (await backend.claim(queue))[0], 'the lease ends');
      assert.equal(back.claim_no, claims[0].claim_no + 1);
    });
  });
}
