import { sqlModule as core, createClient, flow, migrate } from '@pgflow/core-sql';
import { createWorker } from '@pgflow/edge-worker';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { myThingBackend } from '../src/backend.js';
import { sqlModule } from '../src/sql-module.js';
import { createDatabase, createOlderDatabase } from './create-database.js';

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

// From the second migration on.
if (sqlModule.migrations.length > 1)
  test('a run that began before the last migration ends after it', async () => {
    await using database = await createOlderDatabase();
    const sql = postgres(database.url, { onnotice: () => {} });
    const client = createClient(sql);
    await client.define(greeting, { current: true });
    const run = await client.start(greeting, 'world');
    await migrate(sql, [core, sqlModule]);
    const worker = createWorker({
      flows: [greeting],
      backend: myThingBackend,
      sql,
    });
    await worker.start();
    expect((await run.result({ timeoutMs: 10_000 })).shout).toMatch(/hello, world/i);
    await worker.stop();
    await sql.end();
  });
