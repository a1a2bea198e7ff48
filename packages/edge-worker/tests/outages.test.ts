import { createClient, flow, openPullSource } from '@pgflow/core-sql';
import { startTcpProxy } from '@pgflow/dev-postgres';
import postgres from 'postgres';
import { expect, onTestFinished, test } from 'vitest';
import { deferred } from './support/deferred.js';
import { layeredDatabase } from './support/layered-database.js';
import { memoryLogger, runWorker, until } from './support/run-worker.js';

const database = layeredDatabase();

/** A database behind a proxy, and a flow of one step that ends when the test says so. */
async function proxied(slug: string) {
  const proxy = await startTcpProxy(database.url);
  onTestFinished(() => proxy.stop());
  const sql = postgres(proxy.url, { onnotice: () => {} });
  onTestFinished(() => sql.end({ timeout: 0 }));
  const attempts: number[] = [];
  const done = deferred<string>();
  const held = flow(slug).step('held', (_, ctx) => {
    attempts.push(ctx.attempt);
    return done.promise;
  });
  return {
    proxy,
    sql,
    held,
    done,
    attempts,
    start: () => createClient(database.sql).start(held, {}),
  };
}

/** The sessions of a worker, the listening one first. */
async function sessionsOf(name: string) {
  return database.sql<{ pid: number; listens: boolean }[]>`
    select pid, query like 'listen%' as listens from pg_stat_activity
    where application_name = ${`pgflow worker ${name}`} and datname = current_database()
    order by 2 desc`;
}

test('a database that is away only pauses the worker', async () => {
  const { proxy, sql, held, done, attempts, start } = await proxied('paused');
  const logger = memoryLogger();
  await runWorker({ flows: [held], sql, logger, name: 'paused', pollIntervalMs: 600_000 });
  const run = await start();
  await until(() => attempts.length === 1);
  await proxy.refuse();
  done.resolve('kept');
  const failures = () => logger.lines.filter((line) => line.includes('failed: '));
  await until(() => failures().length === 1);
  // Some more tries, whose failures are not told.
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  await proxy.forward();
  expect(await run.result({ timeoutMs: 15_000 })).toEqual({ held: 'kept' });
  expect(attempts).toEqual([1]);
  await until(() => logger.lines.some((line) => line.includes('answers again')));
  expect(failures()).toHaveLength(1);
  await until(async () => (await sessionsOf('paused')).length === 2);
});

test('a call that gets no answer is made again on a new session', async () => {
  const { proxy, sql, held, done, attempts, start } = await proxied('unanswered');
  const logger = memoryLogger();
  const options = { name: 'unanswered', leaseSeconds: 15, pollIntervalMs: 600_000, logger };
  await runWorker({ flows: [held], sql, ...options });
  const run = await start();
  await until(() => attempts.length === 1);
  proxy.silence();
  done.resolve('kept');
  await until(() => logger.lines.some((line) => line.includes('gave no answer')), 20_000);
  await proxy.forward();
  expect(await run.result({ timeoutMs: 20_000 })).toEqual({ held: 'kept' });
  expect(attempts).toEqual([1]);
}, 60_000);

test('an idle worker whose connections were forgotten hears of work again', async () => {
  const { proxy, sql, held, done, start } = await proxied('forgotten');
  await runWorker({ flows: [held], sql, leaseSeconds: 6, pollIntervalMs: 600_000 });
  done.resolve('heard');
  // So that the pauses between its looks have grown beyond this test.
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  proxy.silence();
  const run = await start();
  await proxy.forward();
  expect(await run.result({ timeoutMs: 25_000 })).toEqual({ held: 'heard' });
}, 60_000);

test('leases are kept while a settle waits', async () => {
  const { sql, held, done, attempts, start } = await proxied('waiting');
  const worker = await runWorker({ flows: [held], sql, name: 'waiting', leaseSeconds: 2 });
  const run = await start();
  await until(() => attempts.length === 1);
  const heartbeat = async () => {
    const [row] = await database.sql<[{ at: Date }]>`
      select heartbeat_at as at from pgflow.workers where worker_id = ${worker.workerId}`;
    return row.at.getTime();
  };
  await database.sql.begin(async (tx) => {
    await tx`select from pgflow.runs where run_id = ${run.runId} for update`;
    done.resolve('settled');
    await until(async () => {
      const waiting = await database.sql`
        select from pg_stat_activity where application_name = 'pgflow worker waiting'
          and datname = current_database() and wait_event_type = 'Lock'`;
      return waiting.length > 0;
    });
    for (let beats = 0; beats < 2; beats += 1) {
      const last = await heartbeat();
      await until(async () => (await heartbeat()) > last);
    }
  });
  expect(await run.result({ timeoutMs: 15_000 })).toEqual({ held: 'settled' });
  expect(attempts).toEqual([1]);
});

test('a listening session that is lost is made again, and the worker looks', async () => {
  const { held } = await proxied('lost');
  const { source, flows } = await openPullSource('pgflow_pgmq', {
    sql: database.sql,
    definitions: [held.definition],
    workerId: crypto.randomUUID(),
    workerName: 'lost',
    logger: console,
    workerVersion: 'of a test',
    leaseSeconds: 60,
  });
  onTestFinished(() => source.close('stopped'));
  let wakeUps = 0;
  await source.onWake(() => {
    wakeUps += 1;
  });
  const notify = () => database.sql`select pg_notify(${`pgflow_pgmq:${flows[0]?.queue}`}, '')`;
  await notify();
  await until(() => wakeUps === 1);
  const [listening] = await sessionsOf('lost');
  await database.sql`select pg_terminate_backend(${listening?.pid ?? 0})`;
  await until(() => wakeUps === 2);
  await notify();
  await until(() => wakeUps === 3);
});

test('a worker that stopped leaves no session', async () => {
  const { sql, held } = await proxied('gone');
  const worker = await runWorker({ flows: [held], sql, name: 'gone' });
  expect(await sessionsOf('gone')).toHaveLength(2);
  await worker.stop();
  await until(async () => (await sessionsOf('gone')).length === 0);
});
