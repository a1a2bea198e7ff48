import { tableBackend } from '@pgflow/backend-table';
import { sqlModule as core, createClient, flow, migrate } from '@pgflow/core-sql';
import { createWorker } from '@pgflow/edge-worker';
import postgres from 'postgres';

const sql = postgres(process.env.DATABASE_URL ?? '', { onnotice: () => {} });
const { applied } = await migrate(sql, [core, tableBackend.sqlModule]);

const greeting = flow('greeting').step('greet', (_, { input }) => `hello, ${input}`);
const worker = createWorker({ flows: [greeting], backend: tableBackend, sql });
await worker.start();
const run = await createClient(sql).start(greeting, 'table');
const { greet } = await run.result({ timeoutMs: 30_000 });
const migrations = applied.map(({ module, name }) => `${module} ${name}`);
console.log(JSON.stringify({ greet, version: tableBackend.sqlModule.version, migrations }));
await worker.stop();
await sql.end();
