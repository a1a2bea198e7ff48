import { createClient, flow } from '@pgflow/core-sql';
import { expect, test } from 'vitest';
import { bring, dueDeliveries, pushDatabase } from './support/push-backend.js';
import { until } from './support/run-worker.js';
import { runHandler } from './support/serve-handler.js';

const database = pushDatabase();

test('runs a flow whose tasks are brought by requests', async () => {
  const words = flow('words')
    .step('split', (_, { input }) => String(input).split(' '))
    .step('count', { after: ['split'] }, ({ split }) => split.length);
  const { url } = await runHandler({ flows: [words], sql: database.sql });
  await createClient(database.sql).define(words);
  const run = await createClient(database.sql).start(words, 'one two');
  const answers: unknown[] = [];
  await until(async () => {
    for (const due of await dueDeliveries(database.sql)) {
      const answer = await fetch(await bring(url, due));
      answers.push([answer.status, await answer.json()]);
    }
    return answers.length === 2;
  });
  expect(answers).toEqual([
    [200, { accepted: 1, done: 1 }],
    [200, { accepted: 1, done: 1 }],
  ]);
  expect(await run.result({ timeoutMs: 5_000 })).toEqual({ count: 2 });
});
