import { pgmqBackend } from '@pgflow/backend-pgmq';
import { sqlModule as core, createClient, flow, migrate } from '@pgflow/core-sql';
import { createWorker } from '@pgflow/edge-worker';
import { laneBackend } from 'pgflow-backend-lane';
import postgres from 'postgres';

const sql = postgres(process.env.DATABASE_URL ?? '', { onnotice: () => {} });
const { applied } = await migrate(sql, [core, pgmqBackend.sqlModule, laneBackend.sqlModule]);

const words = flow('words', { backend: 'pgmq' })
  .step('split', (_, { input }) => String(input).split(' '))
  .step('count', { after: ['split'], backend: 'lane' }, ({ split }) => split.length);

const backends = [pgmqBackend, laneBackend];
const workers = backends.map((backend) => createWorker({ flows: [words], backend, sql }));
for (const worker of workers) await worker.start();
const client = createClient(sql);
await client.define(words, { current: true });
const run = await client.start(words, 'a flow of two steps');
const output: { count: number } = await run.result({ timeoutMs: 30_000 });
const tasks = await sql<{ backend: string }[]>`
  select w.backend
  from pgflow.step_tasks as t
  join pgflow.workers as w using (worker_id)
  where t.run_id = ${run.runId}
  order by t.step_index`;
const used = tasks.map(({ backend }) => backend);
const migrations = applied.map(({ module, name }) => `${module} ${name}`);
console.log(
  JSON.stringify({ ...output, used, version: laneBackend.sqlModule.version, migrations }),
);
for (const worker of workers) await worker.stop();
await sql.end();
