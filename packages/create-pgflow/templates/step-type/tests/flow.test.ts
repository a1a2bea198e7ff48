import { tableBackend } from '@pgflow/backend-table';
import { createClient, flow } from '@pgflow/core-sql';
import { createWorker } from '@pgflow/edge-worker';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { myThing } from '../src/step.js';
import { createDatabase } from './create-database.js';

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
