import assert from 'node:assert/strict';
import { only } from '../rows.js';
import type { BackendSuite } from './backend-suite.js';

/** Law 6: what cannot be understood goes to the dead letters and blocks nothing. */
export function lawMalformed({ describe, test, harness }: BackendSuite): void {
  const { malformed } = harness;
  describe('law 6: a delivery that cannot be understood never blocks the queue', () => {
    if (!('impossible' in malformed)) {
      test('it goes to the dead letters, with the reason', async ({
        define,
        backend,
        sql,
        count,
      }) => {
        const queue = await define();
        const put = await malformed.put(sql, queue);
        assert.deepEqual([...(await backend.claim(queue, put))], []);
        assert.equal(await count(queue), 0);
        const reasons = await malformed.reasons(sql, queue);
        assert.equal(reasons.length, put);
        assert.ok(
          reasons.every((reason) => /^PF1\d\d/.test(reason)),
          reasons.join('; '),
        );
      });

      test('a good one behind it is delivered in the same call', async (world) => {
        const queue = await world.define();
        const put = await malformed.put(world.sql, queue);
        const runId = await world.core.startFlow('f');
        const claim = only(await world.backend.claim(queue, put + 1));
        assert.equal(claim.run_id, runId);
      });
    }

    test('a delivery that names no task is no error where it is started', async (world) => {
      const { claims } = await world.claimed(1);
      await world.backend.release(claims);
      const started = await world.backend.start(['what is this?', claims[0].delivery]);
      assert.equal(only(started).delivery, claims[0].delivery);
    });
  });
}
