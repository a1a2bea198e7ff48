import assert from 'node:assert/strict';
import * as moves from '../races/moves.js';
import type { RaceSuite } from '../races/race-suite.js';
import { only } from '../rows.js';

const { complete, fail, failOnce } = moves;

/** Races of settles with settles: the first one to lock the run wins, the second one waits. */
export function racesSettling({ describe, test }: RaceSuite): void {
  describe('race: settle x settle', () => {
    test('complete x complete at a fan-in: both count, and the join starts once', async (world) => {
      await world.each(moves.completing, async (place) => {
        const scene = await world.scene();
        const { left, right } = scene;
        assert.deepEqual(await world.race(place, complete(left), complete(right)), {
          first: ['completed'],
          second: ['completed'],
          waited: true,
        });
        const state = 'started: left completed, right completed, join started';
        assert.equal(await world.state(scene), state);
        assert.equal(await world.count(scene.queue), 1);
        await world.backend.complete([only(await world.backend.claim(scene.queue, 9))]);
        assert.equal((await world.core.getRun(scene.runId)).status, 'completed');
      });
    });

    test('complete x complete of one claim: the second is stale', async (world) => {
      await world.each(moves.completing, async (place) => {
        const scene = await world.scene();
        assert.deepEqual(await world.race(place, complete(scene.left), complete(scene.left)), {
          first: ['completed'],
          second: ['stale'],
          waited: true,
        });
        assert.equal(await world.count(scene.queue), 1, 'the delivery of the other task');
        assert.deepEqual(await world.tasks(scene), ['completed,1', 'started,1']);
      });
    });

    test('fail x complete of a sibling: the run has failed, and the result is stale', async (world) => {
      await world.each(moves.failing, async (place) => {
        const scene = await world.scene();
        assert.deepEqual(await world.race(place, fail(scene.left), complete(scene.right)), {
          first: ['failed'],
          second: ['stale'],
          waited: true,
        });
        const state = 'failed: left failed, right cancelled, join cancelled';
        assert.equal(await world.state(scene), state);
        assert.equal(await world.count(scene.queue), 0);
      });
    });

    test('complete x fail of a sibling: both count', async (world) => {
      await world.each(moves.completing, async (place) => {
        const scene = await world.scene();
        assert.deepEqual(await world.race(place, complete(scene.right), fail(scene.left)), {
          first: ['completed'],
          second: ['failed'],
          waited: true,
        });
        const state = 'failed: left failed, right completed, join cancelled';
        assert.equal(await world.state(scene), state);
        assert.equal(await world.count(scene.queue), 0);
      });
    });

    test('retry x late complete of one claim: the retry stays, and the result is stale', async (world) => {
      await world.each(moves.settling, async (place) => {
        const scene = await world.scene();
        assert.deepEqual(await world.race(place, failOnce(scene.left), complete(scene.left)), {
          first: ['retry'],
          second: ['stale'],
          waited: true,
        });
        assert.deepEqual(await world.tasks(scene), ['queued,1', 'started,1']);
        assert.equal(await world.count(scene.queue), 2);
      });
    });

    test('late complete x retry of one claim: the result counts, and the error is stale', async (world) => {
      await world.each(moves.completing, async (place) => {
        const scene = await world.scene();
        assert.deepEqual(await world.race(place, complete(scene.left), failOnce(scene.left)), {
          first: ['completed'],
          second: ['stale'],
          waited: true,
        });
        assert.deepEqual(await world.tasks(scene), ['completed,1', 'started,1']);
        assert.equal(await world.count(scene.queue), 1);
      });
    });

    test('two workers that settle the rest of a map: its output is made once, whole', async (world) => {
      await world.each(moves.settling, async (place) => {
        const scene = await world.scene([{ slug: 'map', type: 'scripted', config: { tasks: 4 } }]);
        const [a, b, c, d] = scene.claims;
        assert.ok(a && b && c && d);
        const { first, second } = await world.race(place, complete(d, b), complete(c, a));
        assert.deepEqual([...first, ...second], Array(4).fill('completed'));
        const { status, output } = await world.core.getRun(scene.runId);
        assert.deepEqual([status, output], ['completed', { map: Array(4).fill('done') }]);
        assert.equal(await world.count(scene.queue), 0);
      });
    });

    test('two workers that settle a window: each next task is handed over once', async (world) => {
      await world.each(moves.settling, async (place) => {
        const step = { config: { tasks: 6 }, options: { concurrency: 2 } };
        const scene = await world.scene([{ slug: 'map', type: 'scripted', ...step }]);
        await world.race(place, complete(scene.left), complete(scene.right));
        assert.equal(await world.count(scene.queue), 2);
        const next = await world.backend.claim(scene.queue, 9);
        assert.deepEqual(next.map((claim) => claim.task_index).sort(), [2, 3]);
      });
    });
  });
}
