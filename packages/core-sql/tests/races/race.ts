import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { helpedDatabase } from '../pgtap/helpers/helped-database.js';

/** Two sessions, and one that watches and prepares. */
export interface Arena {
  readonly watcher: Sql;
  /** One value of a statement, in the watcher's session. */
  value(statement: string): Promise<unknown>;
  /**
   * The first statement runs and its transaction stays open; the second one runs in another session
   * until it waits for a lock or is done; then the first one commits.
   */
  race(
    first: string,
    second: string,
  ): Promise<{ first: unknown; second: unknown; waited: boolean }>;
}

/** An empty database for each test of a file. */
export function arena(): Arena {
  const database = helpedDatabase();
  let sessions: [Sql, Sql, Sql];
  beforeAll(() => {
    const session = () => postgres(database.url, { max: 1, onnotice: () => {} });
    sessions = [session(), session(), session()];
  });
  beforeEach(async () => {
    await sessions[0]`
      truncate pgflow.runs, pgflow.step_states, pgflow.step_tasks, pgflow.workers, pgflow.flows,
        pgflow.steps, pgflow_memo.deliveries, pgflow_memo.queues`;
  });
  afterAll(async () => {
    await Promise.all((sessions ?? []).map((sql) => sql.end()));
  });
  return {
    get watcher() {
      return sessions[0];
    },
    value: (statement) => firstValue(sessions[0], statement),
    race: (first, second) => race(sessions, first, second),
  };
}

async function race([watcher, one, two]: [Sql, Sql, Sql], first: string, second: string) {
  const [backend] = await two`select pg_backend_pid() as pid`;
  let answer: Promise<unknown> = Promise.resolve();
  let over = false;
  let waited = false;
  const won = await one.begin(async (tx) => {
    const value = await firstValue(tx, first);
    answer = firstValue(two, second)
      .catch((error: { code: string }) => error.code)
      .finally(() => {
        over = true;
      });
    while (!over && !waited) waited = await isWaiting(watcher, backend?.pid);
    return value;
  });
  return { first: won, second: await answer, waited };
}

async function isWaiting(watcher: Sql, pid: number): Promise<boolean> {
  const [row] = await watcher`
    select wait_event_type = 'Lock' as waits from pg_stat_activity where pid = ${pid}`;
  return row?.waits === true;
}

async function firstValue(sql: Pick<Sql, 'unsafe'>, statement: string): Promise<unknown> {
  const [row] = await sql.unsafe(statement);
  return row === undefined ? undefined : Object.values(row)[0];
}
