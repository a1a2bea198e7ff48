import assert from 'node:assert/strict';
import * as moves from '../races/moves.js';
import { commit } from '../races/race.js';
import type { RaceSuite } from '../races/race-suite.js';
import { outcomes } from '../rows.js';

const { claim, complete, extend, start } = moves;

/** Races of claims: who has the task's row first wins, and a claim waits for nobody. */
export function racesClaiming({ describe, test }: RaceSuite): void {
  describe('race: claim x settle and lease', () => {
    test('claim x claim of a task whose lease ran out: one has it, the other nothing', async (world) => {
      await world.each(moves.claiming, async (place) => {
        const scene = await world.scene();
        await world.expire(scene.left);
        const one = await world.race(place, claim(scene.queue), claim(scene.queue));
        assert.deepEqual([one.first.length + one.second.length, one.waited], [1, false]);
        assert.deepEqual(await world.tasks(scene), ['started,2', 'started,1']);
      });
    });

    test('two workers claim one map: each task is had once, and neither waits', async (world) => {
      await world.each(moves.claiming, async (place) => {
        const scene = await world.scene([{ slug: 'map', type: 'scripted', config: { tasks: 6 } }]);
        await world.backend.release(scene.claims);
        const two = await world.race(place, claim(scene.queue, 3), claim(scene.queue));
        assert.equal(two.waited, false);
        const had = [...two.first, ...two.second].map(({ task_index: index }) => index);
        assert.deepEqual(had.sort(), [0, 1, 2, 3, 4, 5]);
      });
    });

    test('redelivered claim that has no task yet x late complete: the result counts', async (world) => {
      const scene = await world.scene();
      await world.expire(scene.left);
      const end = await world.race('deliveries read', claim(scene.queue), complete(scene.left));
      assert.deepEqual([end.first, end.second], [[], ['completed']]);
      assert.deepEqual(await world.tasks(scene), ['completed,1', 'started,1']);
      assert.equal(await world.count(scene.queue), 1);
    });

    test('redelivered claim x late complete: the result waits, and is stale', async (world) => {
      await world.each(['tasks taken', commit], async (place) => {
        const scene = await world.scene();
        await world.expire(scene.left);
        const end = await world.race(place, claim(scene.queue), complete(scene.left));
        assert.deepEqual([end.first.length, end.second, end.waited], [1, ['stale'], true]);
        assert.deepEqual(await world.tasks(scene), ['started,2', 'started,1']);
        assert.equal(await world.count(scene.queue), 2);
        assert.deepEqual(outcomes(await world.backend.complete(end.first)), ['completed']);
      });
    });

    test('late complete that has no task yet x redelivered claim: the result is stale', async (world) => {
      const scene = await world.scene();
      await world.expire(scene.left);
      const end = await world.race('runs locked', complete(scene.left), claim(scene.queue));
      assert.deepEqual([end.first, end.second.length, end.waited], [['stale'], 1, false]);
      assert.deepEqual(await world.tasks(scene), ['started,2', 'started,1']);
      assert.equal(await world.count(scene.queue), 2);
    });

    test('late complete x redelivered claim: the claim has nothing, and does not wait', async (world) => {
      await world.each(moves.settled, async (place) => {
        const scene = await world.scene();
        await world.expire(scene.left);
        assert.deepEqual(await world.race(place, complete(scene.left), claim(scene.queue)), {
          first: ['completed'],
          second: [],
          waited: false,
        });
        assert.deepEqual(await world.tasks(scene), ['completed,1', 'started,1']);
        assert.equal(await world.count(scene.queue), 1);
      });
    });

    test('complete x start of its task: the start has no row, and leaves no delivery', async (world) => {
      await world.each(moves.settled, async (place) => {
        const scene = await world.scene();
        const end = await world.race(place, complete(scene.left), start(scene.left));
        assert.deepEqual([end.first, end.second], [['completed'], []]);
        assert.deepEqual(await world.tasks(scene), ['completed,1', 'started,1']);
        assert.equal(await world.count(scene.queue), 1);
      });
    });

    test('start that has no task yet x complete: the start has no row, and leaves no delivery', async (world) => {
      const scene = await world.scene();
      const end = await world.race('deliveries read', start(scene.left), complete(scene.left));
      assert.deepEqual([end.first, end.second], [[], ['completed']]);
      assert.equal(await world.count(scene.queue), 1);
    });

    test('claim that has no task yet x extend of a lease that ran out: the lease goes on', async (world) => {
      const scene = await world.scene();
      await world.expire(scene.left);
      const end = await world.race('deliveries read', claim(scene.queue), extend(scene.left));
      assert.deepEqual([end.first, end.second], [[], ['ok']]);
      assert.deepEqual(await claim(scene.queue)(world), []);
      assert.deepEqual(await complete(scene.left)(world), ['completed']);
    });

    test('claim x extend of a lease that ran out: the next extend is stale', async (world) => {
      await world.each(['tasks taken', commit], async (place) => {
        const scene = await world.scene();
        await world.expire(scene.left);
        const end = await world.race(place, claim(scene.queue), extend(scene.left));
        assert.deepEqual([end.first.length, end.second, end.waited], [1, ['ok'], false]);
        assert.deepEqual(await extend(scene.left)(world), ['stale']);
        assert.deepEqual(await extend(...end.first)(world), ['ok']);
      });
    });

    test('extend of a lease that ran out x claim: the claim has nothing, and does not wait', async (world) => {
      const scene = await world.scene();
      await world.expire(scene.left);
      assert.deepEqual(await world.race(commit, extend(scene.left), claim(scene.queue)), {
        first: ['ok'],
        second: [],
        waited: false,
      });
      assert.deepEqual(await complete(scene.left)(world), ['completed']);
    });
  });
}
