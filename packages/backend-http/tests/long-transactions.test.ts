import { until } from '@pgflow/dev-postgres/testing';
import type { ReservedSql } from 'postgres';
import { expect, onTestFinished, test } from 'vitest';
import { accept, serveFunction } from './support/function-server.js';
import { httpDatabase } from './support/http-database.js';
import { oneStep } from './support/one-step.js';
import { runDispatcher } from './support/run-dispatcher.js';

const database = httpDatabase();

/** A session whose transaction stays open until the test ends. */
async function openTransaction(): Promise<ReservedSql> {
  const session = await database.sql.reserve();
  await session`begin`;
  onTestFinished(async () => {
    await session`rollback`;
    session.release();
  });
  return session;
}

/** Whether a flow of its own is called while others are in trouble. */
async function othersAreCalled(): Promise<void> {
  const { url } = await serveFunction(async (call, response) => {
    await flow.work(call.deliveries);
    accept(call, response);
  });
  const flow = await oneStep(database.sql, url);
  const runId = await flow.start();
  await until(async () => (await flow.task(runId)).status === 'completed', 3_000);
}

test('a run that a user holds keeps nobody from being called', async () => {
  const { url, calls } = await serveFunction(accept);
  const held = await oneStep(database.sql, url, { timeoutMs: 300, startTimeoutMs: 300 });
  const { lines } = await runDispatcher({ sql: database.sql });
  const runId = await held.start();
  await until(() => calls.length === 1);
  const session = await openTransaction();
  await session`select pgflow.cancel_run(${runId})`;
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await othersAreCalled();
  expect(lines.join('\n')).not.toContain('failed');
});

test.each([429, 500])(
  'an endpoint that a user changes, and which answers %i, neither',
  async (status) => {
    const { url, calls } = await serveFunction((_, response) => response.writeHead(status).end());
    const held = await oneStep(database.sql, url);
    await runDispatcher({ sql: database.sql });
    const session = await openTransaction();
    await session`select pgflow_http.set_endpoint(${held.slug}, ${url}, 'key')`;
    await held.start();
    await until(() => calls.length === 1);
    await othersAreCalled();
  },
);

test('a run that starts in a long transaction is sent with its commit, and not before', async () => {
  const { url, calls } = await serveFunction(async (call, response) => {
    await flow.work(call.deliveries);
    accept(call, response);
  });
  const flow = await oneStep(database.sql, url, { timeoutMs: 300, startTimeoutMs: 300 });
  await runDispatcher({ sql: database.sql });
  const runId = await database.sql.begin(async (tx) => {
    const [row] = await tx<[{ run_id: string }]>`select pgflow.start_flow(${flow.slug}) as run_id`;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(calls).toEqual([]);
    return row.run_id;
  });
  await until(async () => (await flow.task(runId)).status === 'completed', 3_000);
  expect(await flow.task(runId)).toMatchObject({ attempts: 1, message: null });
});
