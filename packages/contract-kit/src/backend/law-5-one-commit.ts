import assert from 'node:assert/strict';
import { only, outcomes } from '../rows.js';
import { waitForLock, waitUntil } from '../wait-until.js';
import type { BackendSuite, BackendWorld } from './backend-suite.js';

/** Law 5: completing, unblocking and enqueueing are one commit. */
export function lawOneCommit({ describe, testCommitted: test }: BackendSuite): void {
  describe('law 5: completing, unblocking and enqueueing are one commit', () => {
    test('before the commit nothing of it is seen, after it all', async (world) => {
      const { core, backend, count } = world;
      const { queue, runId, claim } = await chain(world);
      const session = await world.open();
      await session.sql`begin`;
      assert.deepEqual(outcomes(await world.on(session).backend.complete([claim])), ['completed']);
      assert.deepEqual(await stepStatuses(world, runId), ['started', 'created']);
      assert.deepEqual([...(await backend.claim(queue, 9))], []);
      await session.sql`commit`;
      assert.deepEqual(await stepStatuses(world, runId), ['completed', 'started']);
      assert.equal(await count(queue), 1);
      const next = only(await backend.claim(queue, 9));
      assert.equal(next.step_slug, 'second');
      assert.deepEqual(next.input, { n: 0 });
      await backend.complete([next]);
      assert.equal((await core.getRun(runId)).status, 'completed');
    });

    test('a connection that dies in the middle has done nothing', async (world) => {
      const { backend, core, count, sql } = world;
      const { queue, runId, claim } = await chain(world);
      const session = await world.open();
      await session.sql`begin`;
      await world.on(session).backend.complete([claim]);
      const before = await core.getRun(runId);
      await sql`select pg_terminate_backend(${session.pid})`;
      await waitUntil(
        async () =>
          (await sql`select from pg_stat_activity where pid = ${session.pid}`).length === 0,
        'the connection is gone',
      );
      assert.deepEqual(await core.getRun(runId), before);
      assert.equal(await count(queue), 1);
      assert.deepEqual(outcomes(await backend.complete([claim])), ['completed'], 'it still holds');
      assert.equal(await count(queue), 1, 'the delivery of the second step');
    });

    test('a claim whose connection dies before its commit was never made', async (world) => {
      const { backend, sql } = world;
      const queue = await world.define();
      await world.core.startFlow('f');
      const session = await world.open();
      await session.sql`begin`;
      only(await world.on(session).backend.claim(queue));
      await sql`select pg_terminate_backend(${session.pid})`;
      const claim = await waitUntil(async () => (await backend.claim(queue))[0], 'it is back');
      assert.deepEqual([claim.claim_no, claim.attempt, claim.redelivered], [1, 1, false]);
    });

    test('a worker that dies between claim and settle loses nothing', async (world) => {
      const { backend, core, expire } = world;
      const { queue, runId, claim } = await chain(world);
      await expire(claim);
      await backend.complete([only(await backend.claim(queue))]);
      assert.deepEqual(outcomes(await backend.complete([claim])), ['stale'], 'it was not dead');
      const next = only(await backend.claim(queue, 9));
      await backend.complete([next]);
      assert.equal((await core.getRun(runId)).status, 'completed');
    });

    test('two dependencies completed at once unblock their dependent once', async (world) => {
      const { backend, core, sql } = world;
      const queue = await world.define([
        { slug: 'left', type: 'scripted' },
        { slug: 'right', type: 'scripted' },
        { slug: 'join', type: 'scripted', after: ['left', 'right'] },
      ]);
      const runId = await core.startFlow('f');
      const [left, right] = await backend.claim(queue, 2);
      assert.ok(left && right);
      const [one, other] = [await world.open(), await world.open()];
      await one.sql`begin`;
      await world.on(one).backend.complete([left]);
      const late = world.on(other).backend.complete([right]).then(outcomes);
      await waitForLock(sql, other.pid);
      await one.sql`commit`;
      assert.deepEqual(await late, ['completed']);
      const join = only(await backend.claim(queue, 9));
      await backend.complete([join]);
      assert.equal((await core.getRun(runId)).status, 'completed');
    });

    test('a task completed from two connections at once is completed once', async (world) => {
      const { backend, sql } = world;
      const { queue, claim } = await chain(world);
      const [one, other] = [await world.open(), await world.open()];
      await one.sql`begin`;
      const first = outcomes(await world.on(one).backend.complete([claim]));
      const late = world.on(other).backend.complete([claim]).then(outcomes);
      await waitForLock(sql, other.pid);
      await one.sql`commit`;
      assert.deepEqual([first, await late], [['completed'], ['stale']]);
      only(await backend.claim(queue, 9));
    });
  });
}

/** A run of two steps, one after the other, with the task of the first one claimed. */
async function chain(world: BackendWorld) {
  const queue = await world.define([
    { slug: 'first', type: 'scripted' },
    { slug: 'second', type: 'scripted', after: ['first'] },
  ]);
  const runId = await world.core.startFlow('f');
  return { queue, runId, claim: only(await world.backend.claim(queue)) };
}

async function stepStatuses({ core }: BackendWorld, runId: string): Promise<string[]> {
  return (await core.getRun(runId)).steps.map(({ status }) => status);
}
