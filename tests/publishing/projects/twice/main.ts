import { tableBackend } from '@pgflow/backend-table';
import { sqlModule as core, createClient, flow, migrate } from '@pgflow/core-sql';
import { createWorker } from '@pgflow/edge-worker';
import { twice, twiceStepType } from 'pgflow-step-type-twice';
import postgres from 'postgres';

const sql = postgres(process.env.DATABASE_URL ?? '', { onnotice: () => {} });
await migrate(sql, [core, twiceStepType.sqlModule, tableBackend.sqlModule]);

const echo = flow('echo')
  .step('said', twice({ times: 2, run: (n) => `time ${n}` }))
  .step('all', { after: ['said'] }, ({ said }) => said.join(', '));
const worker = createWorker({ flows: [echo], backend: tableBackend, sql });
await worker.start();
const run = await createClient(sql).start(echo, null);
const output: { all: string } = await run.result({ timeoutMs: 30_000 });
console.log(JSON.stringify({ ...output, deno: 'Deno' in globalThis }));
await worker.stop();
await sql.end();
