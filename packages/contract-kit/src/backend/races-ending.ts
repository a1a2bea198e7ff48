import assert from 'node:assert/strict';
import * as moves from '../races/moves.js';
import { commit } from '../races/race.js';
import type { RaceSuite } from '../races/race-suite.js';
import { only } from '../rows.js';

const { cancel, claim, complete, extend, fail, retry } = moves;

/** Races of what ends a run, and of what opens it again. */
export function racesEnding({ describe, test }: RaceSuite): void {
  describe('race: cancel and retry x settle and claim', () => {
    test('cancel x complete: the run is cancelled, and the result is stale', async (world) => {
      await world.each(moves.cancelling, async (place) => {
        const scene = await world.scene();
        assert.deepEqual(await world.race(place, cancel(scene.runId), complete(scene.left)), {
          first: true,
          second: ['stale'],
          waited: true,
        });
        const state = 'cancelled: left cancelled, right cancelled, join cancelled';
        assert.equal(await world.state(scene), state);
        assert.equal(await world.count(scene.queue), 0);
      });
    });

    test('complete x cancel: the result counts, and the rest is cancelled', async (world) => {
      await world.each(moves.completing, async (place) => {
        const scene = await world.scene();
        assert.deepEqual(await world.race(place, complete(scene.left), cancel(scene.runId)), {
          first: ['completed'],
          second: true,
          waited: true,
        });
        const state = 'cancelled: left completed, right cancelled, join cancelled';
        assert.equal(await world.state(scene), state);
        assert.equal(await world.count(scene.queue), 0);
      });
    });

    test('complete of the last task x cancel: the run is completed, and the cancel answers false', async (world) => {
      await world.each(moves.completing, async (place) => {
        const scene = await world.scene();
        await world.backend.complete(scene.claims);
        const last = only(await world.backend.claim(scene.queue, 9));
        const end = await world.race(place, complete(last), cancel(scene.runId));
        assert.deepEqual([end.first, end.second], [['completed'], false]);
        assert.equal((await world.core.getRun(scene.runId)).status, 'completed');
      });
    });

    test('cancel that has no task yet x claim: the task is begun, and its worker hears of it', async (world) => {
      await world.each(['runs locked', 'runs ended'], async (place) => {
        const scene = await world.scene();
        await world.backend.release([scene.left]);
        const end = await world.race(place, cancel(scene.runId), claim(scene.queue));
        assert.deepEqual([end.first, end.second.length, end.waited], [true, 1, false]);
        assert.deepEqual(await extend(...end.second)(world), ['cancelled']);
        assert.deepEqual(await complete(...end.second)(world), ['stale']);
        assert.equal(await world.count(scene.queue), 0);
      });
    });

    test('cancel x claim: the claim has nothing, and does not wait', async (world) => {
      await world.each(['tasks cancelled', commit], async (place) => {
        const scene = await world.scene();
        await world.backend.release([scene.left]);
        assert.deepEqual(await world.race(place, cancel(scene.runId), claim(scene.queue)), {
          first: true,
          second: [],
          waited: false,
        });
        assert.equal(await world.count(scene.queue), 0);
      });
    });

    test('claim that has no task yet x cancel: the claim has nothing, and leaves no delivery', async (world) => {
      const scene = await world.scene();
      await world.backend.release([scene.left]);
      const end = await world.race('deliveries read', claim(scene.queue), cancel(scene.runId));
      assert.deepEqual(end, { first: [], second: true, waited: false });
      assert.equal(await world.count(scene.queue), 0);
    });

    test('claim x cancel: the cancel waits, and the worker hears of it', async (world) => {
      await world.each(['tasks taken', commit], async (place) => {
        const scene = await world.scene();
        await world.backend.release([scene.left]);
        const end = await world.race(place, claim(scene.queue), cancel(scene.runId));
        assert.deepEqual([end.first.length, end.second, end.waited], [1, true, true]);
        assert.deepEqual(await extend(...end.first)(world), ['cancelled']);
        assert.equal(await world.count(scene.queue), 0);
      });
    });

    test('retry_run x late complete: the claim from before is stale', async (world) => {
      await world.each(moves.retrying, async (place) => {
        const scene = await world.scene();
        await fail(scene.right)(world);
        assert.deepEqual(await world.race(place, retry(scene.runId), complete(scene.left)), {
          first: 'ok',
          second: ['stale'],
          waited: true,
        });
        assert.deepEqual(await world.tasks(scene), ['queued,1', 'queued,1']);
        assert.equal(await world.count(scene.queue), 2);
        await world.drive(scene);
      });
    });

    test('late complete x retry_run: the result is stale, and the retry is whole', async (world) => {
      await world.each(moves.settling, async (place) => {
        const scene = await world.scene();
        await fail(scene.right)(world);
        assert.deepEqual(await world.race(place, complete(scene.left), retry(scene.runId)), {
          first: ['stale'],
          second: 'ok',
          waited: true,
        });
        assert.deepEqual(await world.tasks(scene), ['queued,1', 'queued,1']);
        assert.equal(await world.count(scene.queue), 2);
        await world.drive(scene);
      });
    });

    test('retry_run x claim: the claim has nothing yet, and does not wait', async (world) => {
      await world.each(moves.retrying, async (place) => {
        const scene = await world.scene();
        await cancel(scene.runId)(world);
        assert.deepEqual(await world.race(place, retry(scene.runId), claim(scene.queue)), {
          first: 'ok',
          second: [],
          waited: false,
        });
        assert.equal((await world.backend.claim(scene.queue, 9)).length, 2);
      });
    });

    test('claim of a cancelled task x retry_run: no delivery is lost', async (world) => {
      await world.each(moves.claiming, async (place) => {
        const scene = await world.scene();
        await cancel(scene.runId)(world);
        await world.backend.enqueue(scene.queue, scene.left);
        const end = await world.race(place, claim(scene.queue), retry(scene.runId));
        assert.equal(end.second, 'ok');
        await world.drive(scene, end.first);
      });
    });

    test('retry_run x retry_run: one opens the run, the other is refused', async (world) => {
      await world.each(moves.retrying, async (place) => {
        const scene = await world.scene();
        await cancel(scene.runId)(world);
        assert.deepEqual(await world.race(place, retry(scene.runId), retry(scene.runId)), {
          first: 'ok',
          second: 'PF014',
          waited: true,
        });
        assert.equal(await world.count(scene.queue), 2);
      });
    });
  });
}
