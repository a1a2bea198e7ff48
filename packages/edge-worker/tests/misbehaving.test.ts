import { test } from 'vitest';
import { counting } from './support/counting-flow.js';
import { layeredDatabase } from './support/layered-database.js';
import { misbehaving } from './support/misbehaving-flows.js';
import { eachFailsItsOwnAttempt } from './support/own-failures.js';
import { runWorker } from './support/run-worker.js';

const database = layeredDatabase();

test('a handler that misbehaves fails its own attempt, with a clear error', async () => {
  const flows = [counting, ...misbehaving.map(([, , flow]) => flow)];
  await runWorker({ flows, sql: database.sql, concurrency: 20 });
  await eachFailsItsOwnAttempt(database.sql);
}, 60_000);
