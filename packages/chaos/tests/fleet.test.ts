import { once } from 'node:events';
import { testServerUrl } from '@pgflow/dev-postgres';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Fleet, type Slot } from '../src/fleet.js';
import { plannedMembers } from '../src/members.js';
import { backendNames } from '../src/random-shape.js';
import { makeDatabase } from '../src/set-up-calls.js';

test('who ends without being told is counted with what it said; all that end are replaced', async () => {
  const fleet = new Fleet(() => {});
  onTestFinished(() => fleet.close());
  // A database without pgflow, where no worker can start.
  const nobody = {
    backends: backendNames,
    url: testServerUrl(),
    seed: 1,
    mendedFolder: '/',
    strays: false,
    faults: false,
  };
  await fleet.start([{ ...nobody, role: 'worker', name: 'w', backend: 'pgmq', onlyNewest: true }]);
  const slot = fleet.slots[0] as Slot;
  await once(slot.child.stderr as NodeJS.ReadableStream, 'data');

  const killed = slot.child;
  fleet.kill(slot);
  await vi.waitFor(() => expect(slot.child).not.toBe(killed), 10_000);
  expect(fleet.crashes).toEqual([]);

  const crashing = slot.child;
  await once(crashing.stderr as NodeJS.ReadableStream, 'data');
  crashing.kill('SIGABRT');
  await vi.waitFor(() => expect(slot.child).not.toBe(crashing), 10_000);
  expect(fleet.crashes).toEqual([expect.stringMatching(/^w ended with SIGABRT: could not start/)]);
});

test('who is told to stop ends in order, and a function comes back where it was', async () => {
  const database = await makeDatabase(testServerUrl(), false);
  const fleet = new Fleet(() => {});
  onTestFinished(async () => {
    fleet.close();
    await database.drop();
  });
  const common = {
    url: database.fleetUrl,
    seed: 1,
    backends: backendNames,
    mendedFolder: '/',
    strays: false,
    faults: false,
  };
  await fleet.start(plannedMembers(common, 2).filter(({ name }) => name.endsWith(' 1')));
  const roles = fleet.slots.map(({ role }) => role);
  expect(roles).toEqual(['worker', 'function', 'dispatcher']);
  const allWork = () => vi.waitFor(() => expect(fleet.working).toHaveLength(3), 20_000);
  await allWork();

  const before = { functions: fleet.functions, children: fleet.slots.map(({ child }) => child) };
  const ended = Promise.all(before.children.map((child) => once(child, 'close')));
  for (const slot of fleet.slots) fleet.stop(slot);
  expect(fleet.working).toEqual([]);
  expect(await ended).toEqual([
    [0, null],
    [0, null],
    [0, null],
  ]);
  await allWork();
  expect(fleet.slots.some(({ child }) => before.children.includes(child))).toBe(false);
  expect(fleet.functions).toEqual(before.functions);
  expect(fleet.crashes).toEqual([]);
}, 40_000);
