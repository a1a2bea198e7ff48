import { createClient, migrate } from '@pgflow/core-sql';
import { testDatabase } from '@pgflow/dev-postgres/testing';
import { createWorker } from '@pgflow/edge-worker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { letters } from '../src/flow.ts';
import { backend, modules } from '../src/modules.ts';

const database = testDatabase(
  modules.flatMap(({ migrations }) => migrations.map(({ sql }) => sql)),
  (sql) => migrate(sql, modules),
);

let worker: ReturnType<typeof createWorker>;
beforeAll(async () => {
  worker = createWorker({ flows: [letters], backend, sql: database.sql });
  await worker.start();
});
afterAll(() => worker.stop());

test('finds the longest word', async () => {
  const run = await createClient(database.sql).start(letters, 'of all the words');
  const { longest } = await run.result({ timeoutMs: 10_000 });
  expect(longest).toEqual({ word: 'words', letters: 5 });
});
