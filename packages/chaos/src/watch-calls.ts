import type { Sql } from 'postgres';

/** How many runs have a status. */
export async function runsWithStatus(sql: Sql, status: string): Promise<number> {
  const [row] = await sql<[{ count: number }]>`
    select count(*)::int as count from pgflow.runs where status = ${status}::pgflow.run_status`;
  return row.count;
}

/** Deadlocks of the database since its server started, or was last told to forget. */
export async function deadlocksOf(sql: Sql): Promise<number> {
  const [row] = await sql<[{ deadlocks: number }]>`
    select deadlocks::int from pg_stat_database where datname = current_database()`;
  return row.deadlocks;
}

/** Open runs, and deliveries in all queues of all backends. */
export async function leftOver(sql: Sql): Promise<{ runs: number; deliveries: number }> {
  const [row] = await sql<[{ runs: number; deliveries: number }]>`
    select (select count(*)::int from pgflow.runs where status = 'started') as runs,
      (select count(*)::int from chaos.deliveries()) as deliveries`;
  return row;
}

/** The names of sessions that made a call since a time, in ms. */
export async function callersOf(sql: Sql, call: string, sinceMs: number): Promise<Set<string>> {
  const rows = await sql<{ name: string }[]>`
    select distinct application_name as name from pg_stat_activity
    where datname = current_database() and query like ${`%${call}%`}
      and query_start > ${new Date(sinceMs)}`;
  return new Set(rows.map(({ name }) => name));
}
