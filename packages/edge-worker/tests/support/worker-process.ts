// A worker in a process of its own, on Node or Deno: worker-process.ts <database url>. Stops on SIGTERM.
import process from 'node:process';
import { pgmqBackend } from '@pgflow/backend-pgmq';
import { createWorker, runUntilSignal } from '@pgflow/edge-worker';
import postgres from 'postgres';
import { counting } from './counting-flow.ts';

const sql = postgres(process.argv[2] ?? '', { max: 4 });
const worker = createWorker({
  flows: [counting],
  backend: pgmqBackend,
  sql,
  leaseSeconds: 1,
  pollIntervalMs: 200,
  concurrency: 4,
  prefetch: 2,
});
await runUntilSignal(worker);
await sql.end();
