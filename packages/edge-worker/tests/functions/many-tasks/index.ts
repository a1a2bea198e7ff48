import process from 'node:process';
import { pgmqBackend } from '@pgflow/backend-pgmq';
import { serveWorker } from '@pgflow/edge-worker';
import postgres from 'postgres';
import { manyTasks } from '../../support/many-tasks-flow.ts';

declare function addEventListener(type: string, listener: (event: Event) => void): void;

// A deaf one is killed by surprise.
if (process.env.DEAF) addEventListener('beforeunload', (event) => event.stopImmediatePropagation());

export default serveWorker({
  secret: process.env.WORKER_SECRET,
  worker: () => ({
    flows: [manyTasks],
    backend: pgmqBackend,
    sql: postgres(process.env.SUPABASE_DB_URL ?? '', { max: 3, onnotice: () => {} }),
    concurrency: 3,
    leaseSeconds: 1,
    pollIntervalMs: 100,
  }),
});
