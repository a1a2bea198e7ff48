import { pgmqBackend } from '@pgflow/backend-pgmq';
import { sqlModule as core, createClient, flow, migrate } from '@pgflow/core-sql';
import { createWorker } from '@pgflow/edge-worker';
import postgres from 'postgres';

const sql = postgres(process.env.DATABASE_URL ?? '', { onnotice: () => {} });
const { applied } = await migrate(sql, [core, pgmqBackend.sqlModule]);

const words = flow('words')
  .step('split', (_, { input }) => String(input).split(' '))
  .step('count', { after: ['split'] }, ({ split }) => split.length);

const worker = createWorker({ flows: [words], backend: pgmqBackend, sql });
await worker.start();
const run = await createClient(sql).start(words, 'a flow of two steps');
const output: { count: number } = await run.result({ timeoutMs: 30_000 });
const migrations = applied.map(({ module, name }) => `${module} ${name}`);
console.log(JSON.stringify({ ...output, migrations }));
await worker.stop();
await sql.end();
