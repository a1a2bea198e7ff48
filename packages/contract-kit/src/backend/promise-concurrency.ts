import assert from 'node:assert/strict';
import { type Claim, outcomes } from '../rows.js';
import { waitForLock } from '../wait-until.js';
import type { BackendSuite, BackendWorld, Connection } from './backend-suite.js';

/** Promise: many workers at once do everything once, and do not block each other. */
export function promiseConcurrency({ describe, testCommitted: test }: BackendSuite): void {
  describe('promise: workers at once lose nothing, double nothing and do not deadlock', () => {
    test('four workers on one step of 200 tasks settle every task exactly once', async (world) => {
      const { core } = world;
      const queue = await world.define([
        { slug: 'step', type: 'scripted', config: { tasks: 200 }, options: { concurrency: 50 } },
      ]);
      const runId = await core.startFlow('f');
      const settled: number[] = [];
      const work = async ({ backend }: Connection, quantity: number) => {
        while ((await core.getRun(runId)).status === 'started') {
          const claims = await backend.claim(queue, quantity);
          const results = claims.map((claim) => [claim, String(claim.task_index)] as const);
          const answers = await backend.completeText(results);
          for (const { outcome, task_index } of answers) {
            assert.equal(outcome, 'completed');
            settled.push(task_index);
          }
        }
      };
      const workers = await connections(world, 4);
      await Promise.all(workers.map((worker, index) => work(worker, 3 + index)));
      assert.deepEqual(
        settled.sort((a, b) => a - b),
        [...Array(200).keys()],
      );
      const { status, output } = await core.getRun(runId);
      assert.deepEqual([status, output], ['completed', { step: [...Array(200).keys()] }]);
      assert.equal(await world.count(queue), 0);
    });

    test('late results and claims of the same tasks do not deadlock', async (world) => {
      const { core } = world;
      const config = { tasks: 6 };
      const options = { maxAttempts: 1000 };
      const queue = await world.define([{ slug: 'step', type: 'scripted', config, options }]);
      const rounds = 25;
      const [late, claimer, extender, other] = await connections(world, 4);
      assert.ok(late && claimer && extender && other);
      for (let round = 0; round < rounds; round++) {
        const runId = await core.startFlow('f');
        const claims = [...(await late.backend.claim(queue, 6))];
        await world.expire(...claims);
        const turned = claims.toReversed();
        // Whoever is first wins; none may raise.
        await Promise.all([
          late.backend.complete(claims),
          claimAll(claimer, queue),
          extender.backend.extend(turned),
          claimAll(other, queue).then((taken) => other.backend.complete(taken)),
          round % 2 === 0 ? undefined : core.cancelRun(runId),
        ]);
        await core.cancelRun(runId);
        const statuses = (await core.tasks(runId)).map(({ status }) => status);
        assert.ok(statuses.every((status) => ['completed', 'cancelled'].includes(status)));
      }
    });

    test('a settle that waits for a run holds none with a higher id', async (world) => {
      const { core, sql } = world;
      const config = { tasks: 2 };
      const queue = await world.define([{ slug: 'step', type: 'scripted', config }]);
      for (let run = 0; run < 4; run++) await core.startFlow('f');
      const claims = [...(await world.backend.claim(queue, 8))];
      const ids = [...new Set(claims.map((claim) => claim.run_id))].sort();
      const half = (index: number) =>
        ids.flatMap((id) => claims.filter((of) => of.run_id === id && of.task_index === index));
      const [holder, waiter, other] = [await world.open(), await world.open(), await world.open()];

      await holder.sql`begin`;
      await holder.sql`select from pgflow.runs where run_id = ${ids[0] ?? ''} for update`;
      const late = world.on(waiter).backend.complete(half(0).toReversed()).then(outcomes);
      await waitForLock(sql, waiter.pid);
      await other.sql`set lock_timeout = '2s'`;
      const free = await world.on(other).backend.complete(half(1).slice(1));
      assert.deepEqual(outcomes(free), Array(3).fill('completed'));
      await holder.sql`commit`;
      assert.deepEqual(await late, Array(4).fill('completed'));
    });

    test('two settles over the same runs in opposite orders do not deadlock', async (world) => {
      const { core } = world;
      const queue = await world.define([
        { slug: 'step', type: 'scripted', config: { tasks: 2 } },
        { slug: 'next', type: 'scripted', after: ['step'] },
      ]);
      const [one, other] = await connections(world, 2);
      assert.ok(one && other);
      for (let round = 0; round < 15; round++) {
        await Promise.all(Array.from({ length: 4 }, () => core.startFlow('f')));
        const claims = [...(await world.backend.claim(queue, 8))];
        const half = (index: number) => claims.filter((claim) => claim.task_index === index);
        const answers: { outcome: string }[][] = await Promise.all([
          one.backend.complete(half(0)),
          other.backend.complete(half(1).toReversed()),
        ]);
        assert.deepEqual(answers.flatMap(outcomes), Array(claims.length).fill('completed'));
        const next = await world.backend.claim(queue, 9);
        assert.equal(next.length, 4, 'each run has its next step once');
        await world.backend.complete(next);
      }
    });
  });
}

async function connections(world: BackendWorld, count: number) {
  const sessions = await Promise.all(Array.from({ length: count }, () => world.open()));
  return sessions.map((session) => world.on(session));
}

/** Claims until there is nothing, since tasks that come back are claimed one by one. */
async function claimAll({ backend }: Connection, queue: string): Promise<Claim[]> {
  const claims: Claim[] = [];
  for (;;) {
    const more = await backend.claim(queue, 9);
    if (more.length === 0) return claims;
    claims.push(...more);
  }
}
