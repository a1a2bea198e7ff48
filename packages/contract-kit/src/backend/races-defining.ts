import assert from 'node:assert/strict';
import type { RaceSuite, RaceWorld } from '../races/race-suite.js';

const before = 'version looked up';
const after = ['version stored', 'commit'];

/** Races of definitions: one is stored first, and the other one finds it. */
export function racesDefining({ describe, test, harness }: RaceSuite): void {
  const define =
    (slug: string, current = false) =>
    ({ core }: Pick<RaceWorld, 'core'>) =>
      core.define('f', harness.backend, [{ slug }], current).then(({ version }) => version);
  const versions = async ({ sql }: RaceWorld) => {
    const rows = await sql`select version, is_current from pgflow.flows order by version`;
    return rows.map(({ version, is_current: current }) => `${version}${current ? '*' : ''}`);
  };

  describe('race: define_flow x define_flow', () => {
    test('of one shape, both looked it up: one version', async (world) => {
      const end = await world.race(before, define('a'), define('a'));
      assert.deepEqual(end, { first: 1, second: 1, waited: false });
      assert.deepEqual(await versions(world), ['1*']);
    });

    for (const place of after) {
      test(`of one shape, stopped at ${place}: the second waits and finds it`, async (world) => {
        const end = await world.race(place, define('a'), define('a'));
        assert.deepEqual(end, { first: 1, second: 1, waited: true });
        assert.deepEqual(await versions(world), ['1*']);
      });

      test(`of two shapes, stopped at ${place}: the first is version 1 and current`, async (world) => {
        const end = await world.race(place, define('a'), define('b'));
        assert.deepEqual(end, { first: 1, second: 2, waited: true });
        assert.deepEqual(await versions(world), ['1*', '2']);
      });

      test(`two deploys, stopped at ${place}: the last to commit is current`, async (world) => {
        await define('a')(world);
        const end = await world.race(place, define('b', true), define('c', true));
        assert.deepEqual(end, { first: 2, second: 3, waited: true });
        assert.deepEqual(await versions(world), ['1', '2', '3*']);
      });
    }

    test('of two shapes, both looked up: who stores first is version 1 and current', async (world) => {
      const end = await world.race(before, define('a'), define('b'));
      assert.deepEqual(end, { first: 2, second: 1, waited: false });
      assert.deepEqual(await versions(world), ['1*', '2']);
    });

    test('two deploys, both looked up: the last to commit is current', async (world) => {
      await define('a')(world);
      const end = await world.race(before, define('b', true), define('c', true));
      assert.deepEqual(end, { first: 3, second: 2, waited: false });
      assert.deepEqual(await versions(world), ['1', '2', '3*']);
    });
  });
}
