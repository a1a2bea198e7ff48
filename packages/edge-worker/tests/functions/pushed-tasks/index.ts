import process from 'node:process';
import { createHandler } from '@pgflow/edge-worker';
import postgres from 'postgres';
import { manyTasks } from '../../support/many-tasks-flow.ts';
import { pushBackend } from '../../support/push-backend.ts';

declare function addEventListener(type: string, listener: (event: Event) => void): void;

// A deaf one is killed by surprise.
if (process.env.DEAF) addEventListener('beforeunload', (event) => event.stopImmediatePropagation());

export default createHandler({
  flows: [manyTasks],
  backend: pushBackend,
  sql: postgres(process.env.SUPABASE_DB_URL ?? '', { max: 3, onnotice: () => {} }),
  concurrency: 3,
  leaseSeconds: 1,
});
