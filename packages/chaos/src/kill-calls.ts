import type { Sql } from 'postgres';
import { connect } from './connect.js';

/** Which sessions may be terminated, by the names that they gave. */
export interface Victims {
  names: string[];
  /** A fraction in [0, 1) that picks one. */
  victim: number;
}

/** Terminates one session, half the time one that is at work where there is any; whether there was one. */
export async function terminateSession(sql: Sql, { names, victim }: Victims): Promise<boolean> {
  const rows = await sql<{ pid: number }[]>`
    select pid, state = 'active' as active from pg_stat_activity
    where datname = current_database() and application_name = any(${names})
    order by 2 desc, backend_start, pid`;
  const half = victim < 0.5 ? 1 : rows.length;
  return terminate(sql, rows[Math.floor(((victim * 2) % 1) * half)]?.pid);
}

/** Terminates the session that has connected from a port of loopback; whether there was one. */
export async function terminateFrom(sql: Sql, port: number): Promise<boolean> {
  const [row] = await sql<{ pid: number }[]>`
    select pid from pg_stat_activity
    where datname = current_database() and client_port = ${port}`;
  return terminate(sql, row?.pid);
}

/** Terminates all sessions of one name. */
export async function terminateAll(sql: Sql, name: string): Promise<void> {
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = ${name}`;
}

/**
 * Takes all connections that a role can have for `seconds`, and calls `meanwhile` as soon as none is
 * left; whether that was so.
 */
export async function takeConnections(
  url: string,
  seconds: number,
  meanwhile: () => Promise<void>,
): Promise<boolean> {
  await using sql = connect(url, 'chaos pool', 80);
  let exhausted = false;
  const take = async () => {
    try {
      await sql`select pg_sleep(${seconds})`;
    } catch (error) {
      if ((error as { code?: string }).code !== '53300' || exhausted) return;
      exhausted = true;
      await meanwhile();
    }
  };
  await Promise.all(Array.from({ length: 80 }, take));
  return exhausted;
}

async function terminate(sql: Sql, pid: number | undefined): Promise<boolean> {
  if (pid === undefined) return false;
  const [row] = await sql`select pg_terminate_backend(${pid}) as terminated`;
  return row?.terminated === true;
}
