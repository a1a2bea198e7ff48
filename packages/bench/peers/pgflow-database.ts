import { readdirSync, readFileSync } from 'node:fs';
import { installExtensions } from '@pgflow/dev-postgres';
import type { Sql } from 'postgres';

/**
 * Stand-ins for what Supabase brings, which do nothing. The real realtime.send inserts a row for each
 * event, so these favour the peer.
 */
const supabase = `
  create schema realtime;
  create function realtime.send(payload jsonb, event text, topic text, private boolean default true)
    returns void language plpgsql as 'begin end';
  create schema cron;
  create table cron.job_run_details (runid bigint, end_time timestamptz);
  create function cron.schedule(job_name text, schedule text, command text)
    returns bigint language sql as 'select 1::bigint';
  create function cron.unschedule(job_name text) returns boolean language sql as 'select true';`;

const migrations = new URL(
  './node_modules/@pgflow/core/dist/supabase/migrations/',
  import.meta.url,
);

/** Installs the published pgflow with pgmq in a database without Supabase. */
export async function installPgflow(sql: Sql): Promise<void> {
  await installExtensions(sql, ['pgmq']);
  await sql.unsafe(`set check_function_bodies = off; ${supabase}`);
  for (const file of readdirSync(migrations)
    .filter((name) => name.endsWith('.sql'))
    .sort()) {
    const text = readFileSync(new URL(file, migrations), 'utf8');
    await sql.unsafe(text.replace(/^create extension .*;$/gim, ''));
  }
}

/** Makes a flow whose steps come after those that are named with them. */
export async function makeFlow(
  sql: Sql,
  flow: string,
  steps: readonly [slug: string, after: string[]][],
  type = 'single',
): Promise<void> {
  await sql`select pgflow.create_flow(${flow})`;
  for (const [step, after] of steps) {
    await sql`select pgflow.add_step(
      flow_slug => ${flow}, step_slug => ${step}, deps_slugs => ${after}::text[],
      step_type => ${type})`;
  }
}

/** The steps `s1` to `sn`, one after the other. */
export function chainSteps(length: number): [string, string[]][] {
  return Array.from({ length }, (_, i) => [`s${i + 1}`, i > 0 ? [`s${i}`] : []]);
}

/** Copies a finished run of a flow of three steps into every table that it has rows in. */
export async function copyFinishedRun(sql: Sql, flow: string, copies: number): Promise<void> {
  await sql.unsafe(`
    set synchronous_commit = off;
    create temporary table original as
      select run_id from pgflow.runs where flow_slug = '${flow}' and status = 'completed' limit 1;
    create temporary table copies as
      select gen_random_uuid() as run_id, g from generate_series(1, ${copies}) as g`);
  for (const table of ['runs', 'step_states', 'step_tasks']) {
    const columns = await sql<{ name: string }[]>`
      select attname as name from pg_attribute
      where attrelid = ${`pgflow.${table}`}::regclass and attnum > 0
        and not attisdropped and attgenerated = ''`;
    const values = columns.map(({ name }) => {
      if (name === 'run_id') return 'copies.run_id';
      // The message ids of archived messages, which have to differ.
      return name === 'message_id' ? '-(copies.g * 10 + right(step_slug, 1)::int)' : `t.${name}`;
    });
    await sql.unsafe(`
      insert into pgflow.${table} (${columns.map(({ name }) => name)})
      select ${values} from pgflow.${table} as t join original using (run_id) cross join copies`);
  }
  await sql.unsafe(`
    insert into pgmq.a_${flow} (msg_id, read_ct, enqueued_at, archived_at, vt, message)
    select -(g * 10 + k), 1, now(), now(), now(), '{"flow_slug":"${flow}"}'
    from copies cross join generate_series(1, 3) as k`);
  await sql`vacuum analyze`;
}
