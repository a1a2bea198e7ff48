import { createClient, flow } from '@pgflow/core-sql';
import { map } from '@pgflow/step-type-map';
import postgres from 'postgres';
import { expect, onTestFinished, test } from 'vitest';
import { layeredDatabase } from './support/layered-database.js';
import { pgbouncer, startPgbouncer } from './support/pgbouncer.js';
import { memoryLogger, runWorker, until } from './support/run-worker.js';

const database = layeredDatabase();
const demanded = process.env.PGFLOW_REQUIRE_PGBOUNCER === '1';
const missing = !pgbouncer && !demanded;
if (missing) console.warn('skipped: no pgbouncer here; it is the Debian package "pgbouncer"');

/** A driver that reaches the database of this file through a pooler in transaction mode. */
async function pooled() {
  const sql = postgres(await startPgbouncer(database.url), { prepare: false, onnotice: () => {} });
  onTestFinished(() => sql.end({ timeout: 0 }));
  return sql;
}

test.skipIf(missing)('two workers share a run through a transaction pooler', async () => {
  const sql = await pooled();
  const shared = flow('shared')
    .step('numbers', () => Array.from({ length: 60 }, (_, i) => i))
    .step('squares', { after: ['numbers'] }, map({ over: 'numbers', run: (n) => n * n }))
    .step('sum', { after: ['squares'] }, ({ squares }) => squares.reduce((sum, n) => sum + n, 0));
  for (const name of ['one', 'two']) await runWorker({ flows: [shared], sql, name, listen: false });
  const run = await createClient(sql).start(shared, {});
  expect(await run.result({ timeoutMs: 15_000 })).toEqual({ sum: 70_210 });
  // The pooler hands on who its server session is lent to.
  await until(async () => {
    const named = await database.sql`
      select from pg_stat_activity
      where application_name like 'pgflow worker %' and datname = current_database()`;
    return named.length > 0;
  });
});

test.skipIf(missing)('a worker that hears nothing says so once, and polls', async () => {
  const sql = await pooled();
  const logger = memoryLogger();
  const deaf = flow('deaf').step('one', () => 1);
  await runWorker({ flows: [deaf], sql, logger, pollIntervalMs: 600_000 });
  const warnings = () => logger.lines.filter((line) => line.includes('PF342'));
  await until(() => warnings().length === 1);
  expect(warnings()[0]).toContain('listen: false');
  for (let runs = 0; runs < 2; runs += 1) {
    const run = await createClient(database.sql).start(deaf, {});
    expect(await run.result({ timeoutMs: 5_000 })).toEqual({ one: 1 });
  }
  expect(warnings()).toHaveLength(1);
});

test('a worker that hears says nothing of it', async () => {
  const logger = memoryLogger();
  const hearing = flow('hearing').step('one', () => 1);
  await runWorker({ flows: [hearing], sql: database.sql, logger });
  // Longer than an echo is waited for.
  await new Promise((resolve) => setTimeout(resolve, 6_000));
  expect(logger.lines.filter((line) => line.includes('PF342'))).toEqual([]);
});
