import { createClient } from '@pgflow/core-sql';
import postgres from 'postgres';
import { letters } from './flow.ts';

const { DATABASE_URL } = process.env;
if (!DATABASE_URL) throw new Error('Set DATABASE_URL to the database that the worker works on');

const sql = postgres(DATABASE_URL, { onnotice: () => {} });
const run = await createClient(sql).start(letters, process.argv.slice(2).join(' '));
console.log(await run.result({ timeoutMs: 30_000 }));
await sql.end();
