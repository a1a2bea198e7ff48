import { createClient, flow } from '@pgflow/core-sql';
import { createWorker } from '@pgflow/edge-worker';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { myThingBackend } from '../src/backend.js';
import { createDatabase } from './create-database.js';

const greeting = flow('greeting')
  .step('greet', (_, { input }) => `hello, ${input}`)
  .step('shout', { after: ['greet'] }, ({ greet }) => greet.toUpperCase());

test('a worker runs a flow on the backend', async () => {
  await using database = await createDatabase();
  const sql = postgres(database.url, { onnotice: () => {} });
  const worker = createWorker({
    flows: [greeting],
    backend: myThingBackend,
    sql,
  });
  await worker.start();
  const run = await createClient(sql).start(greeting, 'world');
  expect(await run.result({ timeoutMs: 10_000 })).toEqual({ shout: 'HELLO, WORLD' });
  await worker.stop();
  await sql.end();
});
