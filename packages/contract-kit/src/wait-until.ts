import type { Sql } from 'postgres';

/** Polls until a condition holds; raises after 10 s. Resolves to what the condition gave. */
export async function waitUntil<Value>(
  condition: () => Promise<Value | false | undefined | null>,
  what: string,
  timeoutMs = 10_000,
): Promise<Value> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`waited ${timeoutMs} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Waits until a backend process of Postgres waits for a lock. */
export function waitForLock(sql: Sql, pid: number): Promise<unknown> {
  return waitUntil(async () => {
    const [row] = await sql`
      select from pg_stat_activity where pid = ${pid} and wait_event_type = 'Lock'`;
    return row;
  }, `process ${pid} waits for a lock`);
}
