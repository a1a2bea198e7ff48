import assert from 'node:assert/strict';
import { only, outcomes } from '../rows.js';
import type { BackendSuite } from './backend-suite.js';

/** Law 7: attempts end, however they fail; a task that may kill its worker comes alone. */
export function lawAttempts({ describe, test }: BackendSuite): void {
  describe('law 7: after max_attempts a task fails, whatever ended the attempts', () => {
    test('failures are retried, then fail the task, its step and its run', async (world) => {
      const { backend, core, count } = world;
      const { queue, runId, claims } = await world.claimed(2, { maxAttempts: 2, baseDelayMs: 0 });
      const [first, neighbour] = claims;
      assert.ok(neighbour);
      assert.deepEqual(outcomes(await backend.fail([first])), ['retry']);
      const again = only(await backend.claim(queue, 9));
      assert.equal(again.attempt, 2);
      assert.deepEqual(outcomes(await backend.fail([again])), ['failed']);
      const run = await core.getRun(runId);
      assert.deepEqual([run.status, run.steps[0]?.status], ['failed', 'failed']);
      assert.equal(run.error?.code, 'PF350');
      assert.equal((await core.task(neighbour)).status, 'cancelled');
      assert.equal(await count(queue), 0, 'its deliveries are withdrawn');
    });

    test('a final failure is not retried', async ({ claimed, backend, core }) => {
      const { runId, claims } = await claimed(1);
      const error = { code: 'PF353', message: 'no use', final: true };
      assert.deepEqual(outcomes(await backend.fail(claims, error)), ['failed']);
      assert.equal((await core.getRun(runId)).error?.code, 'PF353');
    });

    test('leases that run out use attempts up; then the task comes with a refusal', async (world) => {
      const { backend, core, expire, count } = world;
      const { queue, runId, claims } = await world.claimed(1, { maxAttempts: 2 });
      await expire(...claims);
      const second = only(await backend.claim(queue));
      assert.deepEqual([second.attempt, second.refusal], [2, null]);
      await expire(second);
      const refused = only(await backend.claim(queue));
      assert.equal(refused.refusal?.code, 'PF017');
      assert.equal(refused.attempt, 2, 'a refused claim is no attempt');
      assert.deepEqual(outcomes(await backend.fail([refused], refused.refusal)), ['failed']);
      const run = await core.getRun(runId);
      assert.deepEqual([run.status, run.error?.code], ['failed', 'PF017']);
      assert.equal(await count(queue), 0);
    });

    test('a refusal that is not settled comes again', async ({ claimed, backend, expire }) => {
      const { queue, claims } = await claimed(1, { maxAttempts: 1 });
      await expire(...claims);
      for (const _ of [1, 2]) {
        const refused = only(await backend.claim(queue));
        assert.equal(refused.refusal?.code, 'PF017');
        await expire(refused);
      }
    });

    test('a redelivered task is claimed alone, and its neighbours spend nothing', async (world) => {
      const { backend } = world;
      const { queue, claims } = await world.claimed(3);
      const [killer, ...neighbours] = claims;
      await backend.release(neighbours);
      await world.expire(killer);
      const alone = only(await backend.claim(queue, 9));
      assert.deepEqual([alone.task_index, alone.redelivered], [killer.task_index, true]);
      const rest = await backend.claim(queue, 9);
      assert.deepEqual(rest.map((claim) => claim.task_index).sort(), [1, 2]);
      assert.deepEqual(
        rest.map((claim) => claim.attempt),
        [1, 1],
      );
    });

    test('of several redelivered tasks each is claimed alone', async (world) => {
      const { backend } = world;
      const { queue, claims } = await world.claimed(3);
      await world.expire(...claims);
      const seen = [];
      for (const _ of claims) seen.push(only(await backend.claim(queue, 9)).task_index);
      assert.deepEqual(seen.sort(), [0, 1, 2]);
    });
  });
}
