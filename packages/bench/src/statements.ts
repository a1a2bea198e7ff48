import type { Sql } from 'postgres';
import { connect } from './connect.js';

/** A statement by what it took; those inside functions count in the ones that call them too. */
export interface Statement {
  calls: number;
  total_ms: number;
  mean_ms: number;
  rows: number;
  wal_bytes: number;
  buffer_hits: number;
  top_level: boolean;
  query: string;
}

/** Has new sessions of a database count their statements. Needs pg_stat_statements to be loaded. */
export async function trackStatements(url: string): Promise<void> {
  await using sql = connect(url);
  await sql`create extension if not exists pg_stat_statements`;
  await sql.unsafe(`do $$ begin
    execute format('alter database %I set pg_stat_statements.track = %L', current_database(), 'all');
  end $$`);
}

/** Forgets what was counted, where statements are. */
export async function resetStatements(sql: Sql): Promise<void> {
  const [row] = await sql`select to_regproc('pg_stat_statements_reset') as function`;
  if (row?.function) await sql`select pg_stat_statements_reset()`;
}

/** The statements that took the most time. */
export async function topStatements(url: string): Promise<Statement[]> {
  await using sql = connect(url);
  return await sql<Statement[]>`
    select calls::int, total_exec_time::float8 as total_ms, mean_exec_time::float8 as mean_ms,
      rows::int, wal_bytes::float8, shared_blks_hit::float8 as buffer_hits, toplevel as top_level,
      left(regexp_replace(query, '\\s+', ' ', 'g'), 200) as query
    from pg_stat_statements as s join pg_database as d on d.oid = s.dbid
    where d.datname = current_database() and query not like '%pg_stat_statements%'
    order by total_exec_time desc
    limit 20`;
}
