// A worker of handlers that misbehave, beside some that behave, on Node or Deno: its argument is the
// URL of the database. Stops on SIGTERM.
import process from 'node:process';
import { pgmqBackend } from '@pgflow/backend-pgmq';
import { createWorker, runUntilSignal } from '@pgflow/edge-worker';
import postgres from 'postgres';
import { counting } from './counting-flow.ts';
import { leaving, misbehaving } from './misbehaving-flows.ts';

const sql = postgres(process.argv[2] ?? '', { max: 4 });
const flows = [counting, ...leaving, ...misbehaving.map(([, , flow]) => flow)];
await runUntilSignal(createWorker({ flows, backend: pgmqBackend, sql, concurrency: 20 }));
await sql.end();
