import { freePort } from '@pgflow/dev-postgres';
import { until } from '@pgflow/dev-postgres/testing';
import { describe, expect, test } from 'vitest';
import { accept, type Behaviour, serveFunction } from './support/function-server.js';
import { httpDatabase } from './support/http-database.js';
import { oneStep } from './support/one-step.js';
import { runDispatcher } from './support/run-dispatcher.js';

const database = httpDatabase();

/** A task with one attempt, sent to a URL by a dispatcher, when its run has ended. */
async function failedTask(url: string, timeoutMs = 5_000, startTimeoutMs = 10_000) {
  await runDispatcher({ sql: database.sql });
  const flow = await oneStep(database.sql, url, { timeoutMs, startTimeoutMs });
  const runId = await flow.start();
  return until(async () => {
    const task = await flow.task(runId);
    return task.runStatus === 'failed' && task;
  });
}

describe('a call that fails is an attempt that failed', () => {
  const answer =
    (status: number, headers = {}, body = ''): Behaviour =>
    (_, response) =>
      response.writeHead(status, headers).end(body);

  const cases: [string, string, Behaviour][] = [
    ['404', 'it answered 404', answer(404, {}, 'no such function')],
    ['401', 'it answered 401 with PF360', answer(401, {}, '{"code":"PF360"}')],
    ['500', 'it answered 500', answer(500, {}, 'oops')],
    ['503 without a time', 'it answered 503', answer(503)],
    ['another answer', 'it answered 200, but not as a worker does', answer(200, {}, '<html>hello')],
    ['no content', 'it answered 204, but not as a worker does', answer(204)],
    [
      'an endless answer',
      'it answered 200, but not as a worker does',
      (_, response) => {
        const timer = setInterval(() => response.write('x'.repeat(1000)), 1);
        response.on('close', () => clearInterval(timer));
      },
    ],
    [
      'text that Postgres cannot store',
      'it answered 200, but not as a worker does',
      answer(200, {}, 'a\0b\ud800\\ud800\\u0000'),
    ],
    [
      'half an answer',
      'its answer of 202 broke off',
      (_, response) => {
        response.writeHead(202, { 'content-length': 1000 });
        response.write('{"acc', () => response.destroy());
      },
    ],
    [
      'half of the headers',
      'it could not be reached: UND_ERR_SOCKET',
      (_, response) => {
        response.socket?.end('HTTP/1.1 202 Acc');
      },
    ],
    [
      'no HTTP',
      'it could not be reached: HPE_INVALID_CONSTANT',
      (_, response) => {
        response.socket?.end('hello\r\n\r\n');
      },
    ],
    [
      'a reset connection',
      'it could not be reached: ECONNRESET',
      (_, response) => response.socket?.resetAndDestroy(),
    ],
  ];
  test.each(cases)('%s', async (_, reason, behave) => {
    const { url, calls } = await serveFunction(behave);
    const task = await failedTask(url);
    expect(task).toMatchObject({ status: 'failed', attempts: 1 });
    expect(task.message).toBe(`the function did not start the task: ${reason}`);
    // A connection that is hung up on may have been an old one: that call is made once more.
    expect(calls.length).toBe(/ECONNRESET|SOCKET/.test(reason) ? 2 : 1);
  });

  test('no function', async () => {
    const task = await failedTask(`http://127.0.0.1:${await freePort()}/tasks`);
    expect(task.message).toMatch(/: it could not be reached: ECONNREFUSED$/);
  });

  test('no such host', async () => {
    const task = await failedTask('http://no-such-host.invalid/tasks');
    expect(task.message).toMatch(/: it could not be reached: (ENOTFOUND|EAI_AGAIN)$/);
  });

  test('no answer in time', async () => {
    const { url } = await serveFunction(() => {});
    const task = await failedTask(url, 200);
    expect(task.message).toMatch(/: it gave no answer in 200 ms$/);
  });

  test('accepted, and not started in time', async () => {
    const { url } = await serveFunction(accept);
    const task = await failedTask(url, 300, 300);
    expect(task.message).toMatch(/: no worker has started it in time$/);
  });

  test('a redirect, which is not followed', async () => {
    const elsewhere = await serveFunction(accept);
    const { url } = await serveFunction((_, response) =>
      response.writeHead(307, { location: elsewhere.url }).end(),
    );
    const task = await failedTask(url);
    expect(task.message).toMatch(/: it answered 307, and redirects are not followed$/);
    expect(elsewhere.calls).toEqual([]);
  });
});

describe('a function that has a bad time', () => {
  test.each([429, 503])('asks for a pause with %i, which spends no attempt', async (status) => {
    const times: number[] = [];
    const { url, calls } = await serveFunction((call, response) => {
      times.push(Date.now());
      if (times.length === 1) response.writeHead(status, { 'retry-after': '1' }).end();
      else void flow.work(call.deliveries).then(() => accept(call, response));
    });
    await runDispatcher({ sql: database.sql });
    const flow = await oneStep(database.sql, url);
    const runId = await flow.start();
    await until(async () => (await flow.task(runId)).status === 'completed');
    expect(await flow.task(runId)).toMatchObject({ attempts: 1, message: null });
    const [first = 0, second = 0] = times;
    expect(second - first).toBeGreaterThan(950);
    expect(calls.length).toBe(2);
  });

  test('is tried again after its pause, and then all is well', async () => {
    const { url } = await serveFunction((call, response) => {
      failures++;
      if (failures <= 2) response.writeHead(500).end();
      else void flow.work(call.deliveries).then(() => accept(call, response));
    });
    let failures = 0;
    await runDispatcher({ sql: database.sql });
    const flow = await oneStep(database.sql, url, { maxAttempts: 3 });
    const runId = await flow.start();
    await until(async () => (await flow.endpoint()).last_error === 'it answered 500');
    await until(async () => (await flow.task(runId)).status === 'completed');
    expect(await flow.task(runId)).toMatchObject({ attempts: 3 });
    expect(await flow.endpoint()).toEqual({ failures: 0, last_error: null });
  });

  test('resets an old connection once, which spends no attempt', async () => {
    let calls = 0;
    const { url } = await serveFunction((call, response) => {
      calls++;
      if (calls === 2) response.socket?.resetAndDestroy();
      else void flow.work(call.deliveries).then(() => accept(call, response));
    });
    await runDispatcher({ sql: database.sql });
    const flow = await oneStep(database.sql, url);
    for (let run = 0; run < 2; run++) {
      const runId = await flow.start();
      await until(async () => (await flow.task(runId)).status === 'completed');
      expect(await flow.task(runId)).toMatchObject({ attempts: 1 });
    }
    expect(calls).toBe(3);
  });

  test('works on after its call has timed out', async () => {
    const { url } = await serveFunction(async (call) => {
      const started = await flow.startTasks(call.deliveries);
      await new Promise((resolve) => setTimeout(resolve, 600));
      await flow.complete(started);
    });
    await runDispatcher({ sql: database.sql });
    const flow = await oneStep(database.sql, url, { timeoutMs: 200, startTimeoutMs: 200 });
    const runId = await flow.start();
    await until(async () => (await flow.task(runId)).status === 'completed');
    expect(await flow.task(runId)).toMatchObject({ attempts: 1, message: null });
  });
});
