import { once } from 'node:events';
import { request } from 'node:http';
import { tableBackend } from '@pgflow/backend-table';
import { flow, SIGNATURE_HEADER, signBody } from '@pgflow/core-sql';
import { startTcpProxy } from '@pgflow/dev-postgres';
import { createHandler, createWorker } from '@pgflow/edge-worker';
import postgres from 'postgres';
import { expect, onTestFinished, test } from 'vitest';
import { pushBackend, SECRET } from './support/push-backend.js';
import { pushDatabase } from './support/push-database.js';
import { until } from './support/run-worker.js';
import { runHandler, startRun } from './support/serve-handler.js';

const database = pushDatabase();
const one = flow('one').step('only', () => 1);

const sessionsOf = (name: string) => database.sql`
  select from pg_stat_activity where application_name = ${`pgflow worker ${name}`}`;

test('another method than POST is answered 405', async () => {
  const { url } = await runHandler({ flows: [one], sql: database.sql });
  const answer = await fetch(url);
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
});

test('a database that cannot settle starts no task', async () => {
  const { sql } = database;
  const unsettled = flow('unsettled').step('only', () => 1);
  const { run, due } = await startRun(sql, unsettled);
  const settle = 'function pgflow_http.settle_step_tasks(jsonb, jsonb)';
  await sql.unsafe(`alter ${settle} rename to settle_no_tasks`);
  onTestFinished(async () => {
    await sql.unsafe(
      `alter ${settle.replace('settle_step', 'settle_no')} rename to settle_step_tasks`,
    );
  });
  const { bring } = await runHandler({ flows: [unsettled], sql, name: 'without settle' });
  expect(await bring(due)).toEqual([500, { code: 'PF341' }]);
  const [task] = await sql`
    select status::text, attempt_count from pgflow.step_tasks where run_id = ${run.runId}`;
  expect(task).toEqual({ status: 'queued', attempt_count: 0 });
  expect(await sessionsOf('without settle')).toHaveLength(0);
});

test('a forged request makes no connection, and learns nothing', async () => {
  const { due } = await startRun(database.sql, one);
  const options = { flows: [one], sql: database.sql, name: 'forged' };
  const { url, bring, lines } = await runHandler(options);
  const body = JSON.stringify(due);
  const post = async (header: Record<string, string>, text = body) => {
    const answer = await fetch(url, { method: 'POST', body: text, headers: header });
    return [answer.status, await answer.json()];
  };
  const signedBy = async (secret: string, at?: number) => ({
    [SIGNATURE_HEADER]: await signBody(secret, body, at),
  });
  const forged = [401, { code: 'PF360' }];
  expect(await post({})).toEqual(forged);
  expect(await post(await signedBy('another'))).toEqual(forged);
  expect(await post(await signedBy(SECRET, Date.now() - 600_000))).toEqual(forged);
  expect(await post(await signedBy(SECRET), `${body} `)).toEqual(forged);
  const large = await post(await signedBy(SECRET), body.padEnd(200_000));
  expect(large).toEqual([413, { code: 'PF361' }]);
  expect(await sessionsOf('forged')).toHaveLength(0);
  expect(lines).toEqual([]);
  expect(await bring(due)).toEqual([200, { accepted: 1, done: 1 }]);
  expect(await sessionsOf('forged')).not.toHaveLength(0);
});

test('a version that is not served is answered 409, and nothing is started', async () => {
  const changed = flow('one').step('another', () => 2);
  const { run, due } = await startRun(database.sql, one);
  const { bring } = await runHandler({ flows: [changed], sql: database.sql });
  expect(await bring(due)).toEqual([409, { code: 'PF362' }]);
  const tasks = await database.sql`
    select status, attempt_count from pgflow.step_tasks where run_id = ${run.runId}`;
  expect(tasks).toEqual([{ status: 'queued', attempt_count: 0 }]);
  await run.cancel();
});

test('where the database is away the answer is 503, and the next request tries again', async () => {
  const { run, due } = await startRun(database.sql, one);
  const proxy = await startTcpProxy(database.url);
  onTestFinished(() => proxy.stop());
  const sql = postgres(proxy.url, { onnotice: () => {} });
  onTestFinished(() => sql.end({ timeout: 0 }));
  const { url, bring, lines } = await runHandler({ flows: [one], sql });
  await proxy.refuse();
  const body = JSON.stringify(due);
  const headers = { [SIGNATURE_HEADER]: await signBody(SECRET, body) };
  const answer = await fetch(url, { method: 'POST', body, headers });
  expect([answer.status, answer.headers.get('retry-after'), await answer.json()]).toEqual([
    503,
    '5',
    { code: 'PF340' },
  ]);
  expect(lines).toEqual([expect.stringContaining('the worker did not start')]);

  await proxy.forward();
  expect(await bring({ ...due, deliveries: [] })).toEqual([200, { accepted: 0, done: 0 }]);

  // It is open, and the database goes away.
  await proxy.refuse();
  expect(await bring(due)).toEqual([503, { code: 'PF340' }]);
  expect(lines.some((line) => line.includes('starting tasks failed'))).toBe(true);
  await proxy.forward();
  await until(async () => (await bring(due))[0] === 200);
  expect(await run.result({ timeoutMs: 10_000 })).toEqual({ only: 1 });
});

test('after its stop the answer is 503', async () => {
  const { due } = await startRun(database.sql, one);
  const { handler, bring } = await runHandler({ flows: [one], sql: database.sql, name: 'stopped' });
  expect(await bring(due)).toEqual([200, { accepted: 1, done: 1 }]);
  await Promise.all([handler.stop({ reason: 'of a test' }), handler.stop()]);
  expect(await bring(due)).toEqual([503, { code: 'PF354' }]);
  await until(async () => (await sessionsOf('stopped')).length === 0);
  const [worker] = await database.sql`
    select end_reason from pgflow.workers where worker_name = 'stopped'`;
  expect(worker).toEqual({ end_reason: 'of a test' });
});

test('a request that breaks off harms no other', async () => {
  const { due } = await startRun(database.sql, one);
  const { url, bring } = await runHandler({ flows: [one], sql: database.sql });
  const headers = { [SIGNATURE_HEADER]: await signBody(SECRET, 'x'), 'content-length': 100 };
  const broken = request(url, { method: 'POST', headers });
  broken.on('error', () => {});
  broken.write('x');
  await once(broken, 'socket');
  await new Promise((resolve) => setTimeout(resolve, 200));
  broken.destroy();
  expect(await bring(due)).toEqual([200, { accepted: 1, done: 1 }]);
});

test('each kind of backend has its kind of worker', () => {
  const { sql } = database;
  const handler = () => createHandler({ flows: [one], backend: tableBackend, sql });
  expect(handler).toThrow(expect.objectContaining({ code: 'PF303', hint: expect.anything() }));
  const worker = createWorker({ flows: [one], backend: pushBackend, sql });
  return expect(worker.start()).rejects.toMatchObject({ code: 'PF303' });
});

test('refuses options outside their range', () => {
  const options = { flows: [one], backend: pushBackend, sql: database.sql };
  const refused = expect.objectContaining({ code: 'PF303' });
  expect(() => createHandler({ ...options, concurrency: 0 })).toThrow(refused);
  expect(() => createHandler({ ...options, answer: 'never' as never })).toThrow(refused);
});
