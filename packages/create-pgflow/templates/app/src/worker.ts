import { migrate } from '@pgflow/core-sql';
import { createWorker, runUntilSignal } from '@pgflow/edge-worker';
import postgres from 'postgres';
import { letters } from './flow.ts';
import { backend, modules } from './modules.ts';

const url = process.env.DATABASE_URL ?? (await startLocalPostgres());
const sql = postgres(url, { onnotice: () => {} });
await migrate(sql, modules);
// SIGTERM and SIGINT let the tasks in hand end, and give the others back.
await runUntilSignal(createWorker({ flows: [letters], backend, sql }));
await sql.end();

/** A Postgres from npm, which ends with this process, and its data with it. */
async function startLocalPostgres(): Promise<string> {
  const { startPostgres } = await import('@pgflow/dev-postgres');
  const { url } = await startPostgres();
  console.log(`Working on a Postgres of its own. In another terminal:\n`);
  console.log(`  DATABASE_URL=${url} npm start -- "some words of yours"\n`);
  return url;
}
