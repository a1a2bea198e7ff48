import { createClient } from '@pgflow/core-sql';
import type { Sql } from 'postgres';
import { connect } from '../connect.js';
import type { MeasuredBackend } from './backends.js';
import { Completions } from './completions.js';
import { chain } from './flows.js';
import { installLayers } from './install-layers.js';
import { defaultWorker, fetching } from './workers.js';

/** The flow of which there are finished runs. */
export const historyFlow = chain('w6', 3);

/** Installs the layers and leaves so many finished runs behind. */
export async function installHistory(
  url: string,
  measured: MeasuredBackend,
  runs: number,
): Promise<void> {
  await installLayers(url, measured);
  await using sql = connect(url);
  const runId = await finishedRun(url, sql, measured);
  await copyRun(sql, runId, runs - 1);
  await sql`vacuum analyze`;
}

async function finishedRun(url: string, sql: Sql, { backend }: MeasuredBackend): Promise<string> {
  const completions = new Completions({ lastStep: 's3' });
  const start = fetching(backend, defaultWorker);
  await using _workers = await start(url, historyFlow, completions.note);
  const { runId } = await createClient(sql).start(historyFlow.slug, {});
  await completions.endOf(runId);
  return runId;
}

/**
 * Copies what a finished run left in the tables of the schema, under ids that look like those of runs
 * that were started one in each millisecond before it. Triggers, so foreign keys, are not run.
 */
async function copyRun(sql: Sql, runId: string, copies: number): Promise<void> {
  await sql.unsafe(`set synchronous_commit = off; set session_replication_role = replica;
    create temporary table copies as
    select overlay(gen_random_uuid()::text placing
        substr(to_hex_12.ms, 1, 8) || '-' || substr(to_hex_12.ms, 9) || '-7' from 1 for 15)::uuid as run_id
    from generate_series(1, ${copies}) as g
    cross join lateral (select lpad(to_hex(
      (extract(epoch from now()) * 1000)::bigint - ${copies} + g), 12, '0') as ms) as to_hex_12`);
  const tables = await sql<{ table: string; columns: string[] }[]>`
    select format('pgflow.%I', c.relname) as table,
      array_agg(format('%I', a.attname) order by a.attnum) as columns
    from pg_class as c
    join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0
      and not a.attisdropped and a.attgenerated = ''
    where c.relnamespace = 'pgflow'::regnamespace and c.relkind = 'r'
    group by c.relname
    having bool_or(a.attname = 'run_id')`;
  for (const { table, columns } of tables) {
    const values = columns.map((name) =>
      name === 'run_id' ? 'copies.run_id' : `original.${name}`,
    );
    await sql.unsafe(
      `insert into ${table} (${columns}) select ${values}
       from copies cross join ${table} as original where original.run_id = '${runId}'
       order by copies.run_id`,
    );
  }
}
