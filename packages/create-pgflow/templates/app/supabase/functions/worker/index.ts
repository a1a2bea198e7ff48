import { serveWorker } from '@pgflow/edge-worker';
import postgres from 'postgres';
import { letters } from '../../../src/flow.ts';
import { backend } from '../../../src/modules.ts';

// A request wakes the worker of this isolate, which works on until the host ends the isolate.
export default serveWorker({
  secret: process.env.WORKER_SECRET,
  worker: () => ({
    flows: [letters],
    backend,
    sql: postgres(process.env.SUPABASE_DB_URL ?? '', { max: 4 }),
  }),
});
