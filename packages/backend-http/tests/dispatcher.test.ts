import { until } from '@pgflow/dev-postgres/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createDispatcher } from '../src/index.js';
import { accept, SECRET, serveFunction } from './support/function-server.js';
import { httpDatabase } from './support/http-database.js';
import { oneStep } from './support/one-step.js';
import { runDispatcher } from './support/run-dispatcher.js';

const database = httpDatabase();

/** A function that completes what it is brought, after a time. */
async function workingFunction(delayMs = 0) {
  let work = async (_: string[]) => {};
  const served = await serveFunction(async (call, response) => {
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    await work(call.deliveries);
    accept(call, response);
  });
  return {
    ...served,
    async flow(options = {}) {
      const flow = await oneStep(database.sql, served.url, options);
      work = flow.work;
      return flow;
    },
  };
}

const isCompleted = (flow: Awaited<ReturnType<typeof oneStep>>, runId: string) => async () =>
  (await flow.task(runId)).status === 'completed';

/** Whether the dispatcher has looked for nothing for 4 s, so that by itself it will not for as long. */
const isQuiet = async () => {
  const [row] = await database.sql`
    select from pg_stat_activity
    where datname = current_database() and state = 'idle' and query like '%take_calls(%'
      and pid <> pg_backend_pid() and clock_timestamp() - state_change > interval '4 s'`;
  return row !== undefined;
};

test('a call is made as soon as the work is committed', async () => {
  const served = await workingFunction();
  const flow = await served.flow();
  await runDispatcher({ sql: database.sql });
  await until(isQuiet);
  await until(isCompleted(flow, await flow.start()), 2_000);
});

test('without notifications it looks every second', async () => {
  const served = await workingFunction();
  const flow = await served.flow();
  await runDispatcher({ sql: database.sql, listen: false });
  for (let run = 0; run < 2; run++) await until(isCompleted(flow, await flow.start()), 3_000);
});

test('several dispatchers make each call once', async () => {
  const served = await workingFunction();
  const flow = await served.flow({ batchSize: 3, maxCalls: 1000 });
  await database.sql`
    select pgflow.start_flow(${flow.slug}) from generate_series(1, 300)`;
  for (let count = 0; count < 3; count++) await runDispatcher({ sql: database.sql });
  await until(async () => {
    const [row] = await database.sql`
      select from pgflow.runs join pgflow.flows using (flow_id)
      where flow_slug = ${flow.slug} and status <> 'completed' limit 1`;
    return !row;
  });
  const deliveries = served.calls.flatMap((call) => call.deliveries);
  expect(new Set(deliveries).size).toBe(deliveries.length);
});

test('keeps to its own number of calls at once', async () => {
  let atOnce = 0;
  let most = 0;
  const served = await serveFunction(async (call, response) => {
    most = Math.max(most, ++atOnce);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await flow.work(call.deliveries);
    atOnce--;
    accept(call, response);
  });
  const flow = await oneStep(database.sql, served.url, { batchSize: 1, maxCalls: 1000 });
  const runs: string[] = [];
  for (let run = 0; run < 20; run++) runs.push(await flow.start());
  await runDispatcher({ sql: database.sql, concurrency: 3 });
  for (const runId of runs) await until(isCompleted(flow, runId));
  expect(most).toBe(3);
});

test('goes on when its sessions are terminated', async () => {
  const served = await workingFunction();
  const flow = await served.flow();
  const { lines } = await runDispatcher({ sql: database.sql });
  for (let round = 0; round < 3; round++) {
    await database.sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'pgflow dispatcher' and datname = current_database()`;
    await until(isCompleted(flow, await flow.start()));
  }
  expect(lines.join('\n')).not.toContain('PF110');
});

describe('stopping', () => {
  test('waits for the answers of calls, and takes no more', async () => {
    const served = await workingFunction(300);
    const flow = await served.flow();
    const { dispatcher } = await runDispatcher({ sql: database.sql });
    const runId = await flow.start();
    await until(() => served.calls.length === 1);
    await dispatcher.stop();
    expect((await flow.task(runId)).status).toBe('completed');
    await flow.start();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(served.calls.length).toBe(1);
  });

  test('reports a call that failed meanwhile', async () => {
    const served = await serveFunction((_, response) => {
      setTimeout(() => response.writeHead(500).end(), 200);
    });
    const flow = await oneStep(database.sql, served.url);
    const { dispatcher } = await runDispatcher({ sql: database.sql });
    const runId = await flow.start();
    await until(() => served.calls.length === 1);
    await dispatcher.stop();
    expect((await flow.task(runId)).message).toMatch(/it answered 500$/);
  });

  test('leaves alone what takes too long: it is sent again', async () => {
    const served = await serveFunction(() => {});
    const flow = await oneStep(database.sql, served.url);
    const { dispatcher } = await runDispatcher({ sql: database.sql, shutdownTimeoutMs: 100 });
    const runId = await flow.start();
    await until(() => served.calls.length === 1);
    const startedAt = performance.now();
    await dispatcher.stop();
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(await flow.task(runId)).toMatchObject({ status: 'queued', attempts: 0 });
  });
});

test('a secret that is not known spends no attempt, and no secret is told', async () => {
  const served = await workingFunction();
  const flow = await served.flow();
  const { lines } = await runDispatcher({ sql: database.sql, secrets: { other: SECRET } });
  const runId = await flow.start();
  await until(async () => (await flow.endpoint()).last_error);
  expect((await flow.endpoint()).last_error).toBe('the dispatcher has no secret "key"');
  expect(await flow.task(runId)).toMatchObject({ status: 'queued', attempts: 0 });
  expect(served.calls).toEqual([]);
  expect(lines.join('\n')).toContain('the dispatcher has no secret \\"key\\"'.replaceAll('\\', ''));
  expect(lines.join('\n')).not.toContain(SECRET);
});

test('secrets that cannot be had, and housekeeping that fails, keep nobody from being called', async () => {
  const served = await workingFunction();
  const flow = await served.flow();
  await database.sql`alter function pgflow_http.housekeep() rename to housekeep_of_old`;
  onTestFinished(async () => {
    await database.sql`alter function pgflow_http.housekeep_of_old() rename to housekeep`;
  });
  let tries = 0;
  const secrets = async () => {
    if (++tries === 1) throw new Error('the vault is shut');
    return SECRET;
  };
  const { dispatcher, lines } = await runDispatcher({ sql: database.sql, secrets });
  const first = await flow.start();
  await until(async () => (await flow.endpoint()).last_error === 'the vault is shut');
  expect(await flow.task(first)).toMatchObject({ status: 'queued', attempts: 0 });
  const other = await (await workingFunction()).flow();
  await until(isCompleted(other, await other.start()), 3_000);
  expect(lines.join('\n')).toContain('housekeeping failed');
  await dispatcher.stop();
});

test('no secret stands in any row', async () => {
  const served = await workingFunction();
  const flow = await served.flow();
  await runDispatcher({ sql: database.sql });
  await until(isCompleted(flow, await flow.start()));
  const tables = await database.sql<{ name: string }[]>`
    select oid::regclass::text as name from pg_class
    where relnamespace in ('pgflow'::regnamespace, 'pgflow_http'::regnamespace) and relkind = 'r'`;
  for (const { name } of tables) {
    const rows = await database.sql.unsafe(`select t::text as row from ${name} as t`);
    expect(rows.map(({ row }) => row).join('\n')).not.toContain(SECRET);
  }
});

test('does not start where pg_net makes the calls', async () => {
  await database.sql`update pgflow_http.settings set transport = 'pg_net'`;
  try {
    const dispatcher = createDispatcher({ sql: database.sql, secrets: {} });
    await expect(dispatcher.start()).rejects.toMatchObject({ code: 'PF114' });
  } finally {
    await database.sql`update pgflow_http.settings set transport = 'auto'`;
  }
});

test.each([{ concurrency: 0 }, { concurrency: 1.5 }, { shutdownTimeoutMs: -1 }])(
  'refuses the option %j',
  (option) => {
    const make = () => createDispatcher({ sql: database.sql, secrets: {}, ...option });
    expect(make).toThrow(expect.objectContaining({ code: 'PF303' }));
  },
);
