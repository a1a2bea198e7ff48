import { tableBackend } from '@pgflow/backend-table';
import { sqlModule as core, createClient, flow, migrate } from '@pgflow/core-sql';
import { createWorker } from '@pgflow/edge-worker';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { sqlModule } from '../src/sql-module.js';
import { myThing } from '../src/step.js';
import { createDatabase, createOlderDatabase } from './create-database.js';

// #region flow
const greetings = flow('greetings')
  .step(
    'greet',
    myThing({
      times: 3,
      run: (n, { input }) => `${n}: hello, ${input}`,
    }),
  )
  .step('join', { after: ['greet'] }, ({ greet }) => greet.join('; '));
// #endregion

test('a worker runs a flow with the step', async () => {
  await using database = await createDatabase(tableBackend.sqlModule);
  const sql = postgres(database.url, { onnotice: () => {} });
  const worker = createWorker({ flows: [greetings], backend: tableBackend, sql });
  await worker.start();
  const run = await createClient(sql).start(greetings, 'world');
  expect(await run.result({ timeoutMs: 10_000 })).toEqual({
    join: '1: hello, world; 2: hello, world; 3: hello, world',
  });
  await worker.stop();
  await sql.end();
});

test('another number of times is refused where the flow is written', () => {
  const refused = () =>
    myThing({
      times: 1.5,
      run: (n) => n,
    });
  expect(refused).toThrow('times is a whole number from 0 to 999, not 1.5');
});

// From the second migration on.
if (sqlModule.migrations.length > 1)
  test('a run that began before the last migration ends after it', async () => {
    await using database = await createOlderDatabase(tableBackend.sqlModule);
    const sql = postgres(database.url, { onnotice: () => {} });
    const client = createClient(sql);
    await client.define(greetings, { current: true });
    const run = await client.start(greetings, 'world');
    await migrate(sql, [core, sqlModule, tableBackend.sqlModule]);
    const worker = createWorker({ flows: [greetings], backend: tableBackend, sql });
    await worker.start();
    expect((await run.result({ timeoutMs: 10_000 })).join).toMatch(/hello, world/i);
    await worker.stop();
    await sql.end();
  });
