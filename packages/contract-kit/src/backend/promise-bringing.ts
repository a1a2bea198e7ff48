import assert from 'node:assert/strict';
import type { BackendSuite } from './backend-suite.js';

/**
 * Promise: a transport brings what a worker would read. Claims cannot show that, since core starts
 * nothing that is not due: a worker would be called in vain, again and again.
 */
export function promiseBringing({ describe, test, harness }: BackendSuite): void {
  if (!harness.receive) return;
  describe('promise: a transport brings what is due, and nothing else', () => {
    test('what is leased, waits for its retry or is delayed is not brought', async (world) => {
      const { queue, claims } = await world.claimed(2, { baseDelayMs: 60_000 });
      const [held, failed] = claims;
      assert.ok(failed);
      await world.backend.fail([failed]);
      await world.core.startFlow('f', { delay_ms: 60_000 });
      assert.deepEqual(await harness.receive(world.sql, queue, 9), []);
      await world.expire(held);
      assert.equal((await harness.receive(world.sql, queue, 9)).length, 1);
    });

    test('no more is brought than was asked for', async (world) => {
      const queue = await world.define();
      await world.core.startFlow('f', { tasks: 3 });
      assert.equal((await harness.receive(world.sql, queue, 2)).length, 2);
    });
  });
}
