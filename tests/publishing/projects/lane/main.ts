import { sqlModule as core, createClient, flow, migrate } from '@pgflow/core-sql';
import { createWorker } from '@pgflow/edge-worker';
import { laneBackend } from 'pgflow-backend-lane';
import postgres from 'postgres';

const sql = postgres(process.env.DATABASE_URL ?? '', { onnotice: () => {} });
const { applied } = await migrate(sql, [core, laneBackend.sqlModule]);

const greeting = flow('greeting').step('greet', (_, { input }) => `hello, ${input}`);
const worker = createWorker({ flows: [greeting], backend: laneBackend, sql });
await worker.start();
const run = await createClient(sql).start(greeting, 'lane');
const { greet } = await run.result({ timeoutMs: 30_000 });
const migrations = applied.map(({ module, name }) => `${module} ${name}`);
console.log(JSON.stringify({ greet, version: laneBackend.sqlModule.version, migrations }));
await worker.stop();
await sql.end();
