import { once } from 'node:events';
import { testServerUrl } from '@pgflow/dev-postgres';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Fleet, type Slot } from '../src/fleet.js';

test('a worker that ends by itself is counted with what it said; all that end are replaced', async () => {
  const fleet = new Fleet(() => {});
  onTestFinished(() => fleet.close());
  // A database without pgflow, where no worker can start.
  const nobody = {
    url: testServerUrl(),
    seed: 1,
    mendedFolder: '/',
    strays: false,
  };
  await fleet.start([{ ...nobody, name: 'w', backend: 'pgmq', onlyNewest: true }]);
  const slot = fleet.slots[0] as Slot;
  await once(slot.child.stderr as NodeJS.ReadableStream, 'data');

  const killed = slot.child;
  fleet.kill(slot);
  await vi.waitFor(() => expect(slot.child).not.toBe(killed), 10_000);
  expect(fleet.crashes).toEqual([]);

  const crashing = slot.child;
  await once(crashing.stderr as NodeJS.ReadableStream, 'data');
  crashing.kill('SIGTERM');
  await vi.waitFor(() => expect(slot.child).not.toBe(crashing), 10_000);
  expect(fleet.crashes).toEqual([expect.stringMatching(/^w ended with SIGTERM: could not start/)]);
});
