import { createClient, flow, UnknownFlowError } from '@pgflow/core-sql';
import { expect, test } from 'vitest';
import { layeredDatabase } from './support/layered-database.js';
import { runWorker } from './support/run-worker.js';

const database = layeredDatabase();

const oldShape = flow('deployed').step('first', () => 'old');
const newShape = flow('deployed')
  .step('first', () => 'new')
  .step('second', { after: ['first'] }, () => 'new');

test('runs in flight keep their version through a deploy and a rollback', async () => {
  const client = createClient(database.sql);
  await expect(client.start(oldShape, {})).rejects.toThrow(UnknownFlowError);
  await client.define(oldShape);
  const inFlight = await client.start(oldShape, {});

  // A worker that starts with a new shape moves nothing.
  await runWorker({ flows: [newShape], sql: database.sql });
  const stillOld = await client.start(oldShape, {});
  expect((await stillOld.get()).version).toBe(1);

  await client.define(newShape, { current: true });
  const moved = await client.start(newShape, {});
  expect(await moved.result({ timeoutMs: 15_000 })).toEqual({ second: 'new' });
  expect((await inFlight.get()).status).toBe('started');

  await client.define(oldShape, { current: true });
  const rolledBack = await client.start(oldShape, {});
  expect((await rolledBack.get()).version).toBe(1);

  await runWorker({ flows: [oldShape, newShape], sql: database.sql });
  for (const run of [inFlight, stillOld, rolledBack]) {
    expect(await run.result({ timeoutMs: 15_000 })).toEqual({ first: 'old' });
  }
});
