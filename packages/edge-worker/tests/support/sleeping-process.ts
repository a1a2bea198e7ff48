// A worker whose handler sleeps in its first attempt and ignores its signal, in a process of its own:
// its argument is the URL of the database. Stops on SIGTERM and SIGINT.
import process from 'node:process';
import { pgmqBackend } from '@pgflow/backend-pgmq';
import { flow } from '@pgflow/core-sql';
import { createWorker, runUntilSignal } from '@pgflow/edge-worker';
import postgres from 'postgres';

const sleeping = flow('sleeping').step('only', (_, { attempt }) => {
  console.log(`attempt ${attempt}`);
  return attempt > 1 ? 'awake' : new Promise<string>(() => {});
});
const sql = postgres(process.argv[2] ?? '', { max: 4 });
const options = { leaseSeconds: 2, pollIntervalMs: 200 };
const worker = createWorker({ flows: [sleeping], backend: pgmqBackend, sql, ...options });
console.log(`stopped by ${await runUntilSignal(worker)}`);
await sql.end();
