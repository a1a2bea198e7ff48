import postgres, { type Sql } from 'postgres';
import type { PluginHarness } from './harness.js';
import { scriptedSql } from './sql/scripted.js';

/** One connection, on which transactions can be left open. */
export interface Session {
  readonly sql: Sql;
  readonly pid: number;
}

/** The database of one test. */
export interface Database {
  /** A pool, for all that needs no connection of its own. */
  readonly sql: Sql;
  /** One more connection. */
  open(): Promise<Session>;
}

/** Runs a test on a database of its own; closes every connection and removes it, also on failure. */
export async function withDatabase(
  harness: PluginHarness,
  extraSql: string,
  body: (database: Database) => Promise<void>,
): Promise<void> {
  const database = await harness.createDatabase();
  const pools: Sql[] = [];
  const connect = (max: number) => {
    const sql = postgres(database.url, { max, onnotice: () => {} });
    pools.push(sql);
    return sql;
  };
  const open = async () => {
    const sql = connect(1);
    const [row] = await sql<[{ pid: number }]>`select pg_backend_pid() as pid`;
    return { sql, pid: row.pid };
  };
  try {
    const sql = connect(3);
    await sql.unsafe(scriptedSql + extraSql);
    await body({ sql, open });
  } finally {
    await Promise.all(pools.map((sql) => sql.end({ timeout: 0 })));
    await database.drop();
  }
}

/**
 * A body that is run twice on its database: in a transaction that is rolled back, on the one connection
 * that it has, and then committed, where it must find nothing of the first time.
 */
export function inBothWorlds(
  body: (database: Database) => Promise<void>,
): (database: Database) => Promise<void> {
  return async (database) => {
    const { sql } = await database.open();
    const open = () => Promise.reject(new Error('a transaction has one connection'));
    await sql`begin`;
    try {
      await body({ sql, open });
    } catch (error) {
      if (error instanceof Error) error.message = `in a transaction, rolled back: ${error.message}`;
      throw error;
    } finally {
      await sql`rollback`;
    }
    await body(database);
  };
}
