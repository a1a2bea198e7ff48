import { describe, expect } from 'vitest';
import type { BackendWorld } from '../src/backend/backend-suite.js';
import { openTrack } from '../src/races/race.js';
import { buildRacePoints } from '../src/races/race-points.js';
import { test } from './core-world.js';

/** All that there is of core's functions but their bodies. */
const functions = ({ sql }: BackendWorld) => sql`
  select p.oid::regprocedure::text as name, p.proowner, p.proacl, p.proconfig, p.prosecdef,
    p.provolatile, p.proparallel, p.prolang, p.prorettype
  from pg_proc as p where p.pronamespace = 'pgflow'::regnamespace order by 1`;

const marked = async ({ sql }: BackendWorld, pattern: string) => {
  const rows = await sql<{ name: string }[]>`
    select p.proname as name from pg_proc as p
    where p.pronamespace = 'pgflow'::regnamespace and p.prosrc ~ ${pattern} order by 1`;
  return rows.map(({ name }) => name);
};

describe.concurrent('a test build', () => {
  test('makes each marker a call, and changes nothing else of the functions', async (world) => {
    const before = [await functions(world), await marked(world, 'race point: ')];
    await buildRacePoints(world.sql, ['pgflow']);
    const after = [await functions(world), await marked(world, 'pgflow_race.reach')];
    expect(after).toEqual(before);
    expect(await marked(world, 'race point: ')).toEqual([]);
  });

  test('stops nobody who was not told to', async (world) => {
    await buildRacePoints(world.sql, ['pgflow']);
    const queue = await world.define();
    const runId = await world.core.startFlow('f');
    await world.backend.complete(await world.backend.claim(queue));
    expect((await world.core.getRun(runId)).status).toBe('completed');
  });

  test('a race whose first call does not come to its place fails', async (world) => {
    const { race } = await openTrack(world.sql, ['pgflow'], world.open, world.on);
    const queue = await world.define();
    const claim = race(
      'nowhere',
      ({ backend }) => backend.claim(queue),
      ({ backend }) => backend.claim(queue),
    );
    await expect(claim).rejects.toThrow('the first call does not come to "nowhere"');
  });
});
