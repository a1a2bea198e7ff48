import { sqlModule as backendHttp, createDispatcher, httpBackend } from '@pgflow/backend-http';
import { sqlModule as backendTable, tableBackend } from '@pgflow/backend-table';
import { sqlModule as coreSql, createClient, flow, migrate } from '@pgflow/core-sql';
import { testDatabase } from '@pgflow/dev-postgres/testing';
import { serveWorker } from '@pgflow/edge-worker';
import { map, sqlModule as stepTypeMap } from '@pgflow/step-type-map';
import postgres, { type Sql } from 'postgres';
import { expect, onTestFinished, test, vi } from 'vitest';
import { memoryLogger, runWorker, until } from './support/run-worker.js';
import { runHandler, serveFetch } from './support/serve-handler.js';

const modules = [coreSql, stepTypeMap, backendHttp, backendTable];
const texts = modules.flatMap(({ migrations }) => migrations.map(({ sql }) => sql));
const database = testDatabase(['edge-worker pushed', ...texts], (admin) => migrate(admin, modules));

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const secret = 'a secret that is long enough';
const backend = httpBackend({ secret });

/** A dispatcher that works until the test ends. */
async function runDispatcher(sql: Sql, logger = memoryLogger()) {
  const dispatcher = createDispatcher({ sql, secrets: { key: secret }, logger });
  onTestFinished(() => dispatcher.stop());
  await dispatcher.start();
  return { dispatcher, logger };
}

/** Connections of a role that may execute these functions, and do nothing else. */
async function asRole(functions: string[]): Promise<Sql> {
  const role = `pgflow_test_${crypto.randomUUID().replaceAll('-', '')}`;
  await database.sql.unsafe(`
    create role ${role};
    grant usage on schema pgflow_http to ${role};
    grant execute on function ${functions.map((name) => `pgflow_http.${name}`).join()} to ${role}`);
  const sql = postgres(database.url, { max: 4, onnotice: () => {}, connection: { role } });
  onTestFinished(async () => {
    await sql.end();
    await database.sql.unsafe(`drop owned by ${role}; drop role ${role}`);
  });
  return sql;
}

interface EndpointOptions {
  backend?: string;
  maxCalls?: number;
}

const setEndpoint = (slug: string, url: string, options: EndpointOptions = {}) => database.sql`
  select pgflow_http.set_endpoint(${slug}, ${url}, 'key', ${options.backend ?? 'http'},
    max_calls => ${options.maxCalls ?? 10})`;

test('a flow runs over HTTP, each side with no right but to its functions', async () => {
  const words = flow('words', { backend: 'http' })
    .step('split', (_, { input }) => String(input).split(' '))
    .step('shout', { after: ['split'] }, map({ over: 'split', run: (word) => word.toUpperCase() }))
    .step('join', { after: ['shout'] }, ({ shout }) => shout.join(' '));
  const worker = await asRole([
    ...['start_worker', 'stop_worker', 'start_step_tasks', 'settle_step_tasks'],
    ...['extend_step_tasks', 'release_step_tasks', 'get_run_inputs', 'housekeep'],
  ]);
  const { url } = await runHandler({ flows: [words], backend, sql: worker });
  await setEndpoint('words', url);
  const dispatching = await asRole([
    ...['take_calls', 'retry_stale_step_tasks', 'wake_workers', 'housekeep'],
  ]);
  await runDispatcher(dispatching);

  const client = createClient(database.sql);
  await client.define(words);
  const run = await client.start(words, 'over http');
  expect(await run.result({ timeoutMs: 10_000 })).toEqual({ join: 'OVER HTTP' });
  expect(await database.sql`select * from pgflow_http.deliveries`).toEqual([]);
});

test('a map larger than its window is sent in batches, as calls come free', async () => {
  let calls = 0;
  const numbers = flow('numbers', { backend: 'http' })
    .step('list', () => Array.from({ length: 1000 }, (_, i) => i))
    .step('double', { after: ['list'] }, map({ over: 'list', run: (n) => n * 2 }))
    .step('sum', { after: ['double'] }, ({ double }) => double.reduce((sum, n) => sum + n, 0));
  const counting: typeof backend = {
    ...backend,
    acceptRequest: async (request) => {
      calls++;
      return (await backend.acceptRequest?.(request)) ?? { queue: '', deliveries: [] };
    },
  };
  const { url } = await runHandler({ flows: [numbers], backend: counting, sql: database.sql });
  await setEndpoint('numbers', url, { maxCalls: 3 });
  await runDispatcher(database.sql);

  const client = createClient(database.sql);
  await client.define(numbers);
  const run = await client.start(numbers, null);
  expect(await run.result({ timeoutMs: 20_000 })).toEqual({ sum: 999_000 });
  expect(calls).toBeLessThan(60);
});

test.each([
  ['table', 'http'],
  ['http', 'table'],
])('a flow on %s with a step on %s is one run', async (own, other) => {
  const slug = `mixed_${own}`;
  const mixed = flow(slug, { backend: own })
    .step('list', () => [1, 2, 3])
    .step('double', { after: ['list'], backend: other }, map({ over: 'list', run: (n) => n * 2 }))
    .step('sum', { after: ['double'] }, ({ double }) => double.reduce((sum, n) => sum + n, 0));
  const { url } = await runHandler({ flows: [mixed], backend, sql: database.sql });
  await setEndpoint(slug, url);
  await runDispatcher(database.sql);
  await runWorker({ flows: [mixed], backend: tableBackend, sql: database.sql });

  const client = createClient(database.sql);
  const runs = await client.startMany(mixed, [null, null, null]);
  for (const run of runs) expect(await run.result({ timeoutMs: 10_000 })).toEqual({ sum: 12 });
});

test('a worker that fetches its tasks is woken when work waits, and only then', async () => {
  const calls: number[] = [];
  const woken = flow('woken', { backend: 'table' }).step('only', (_, { input }) => input);
  // One that dies of its wall clock now and then, so that it has to be woken again.
  const host = new EventTarget();
  vi.stubGlobal('addEventListener', host.addEventListener.bind(host));
  onTestFinished(() => void vi.unstubAllGlobals());
  const asleep = () =>
    serveWorker({
      secret,
      worker: () => ({
        flows: [woken],
        backend: tableBackend,
        sql: postgres(database.url, { onnotice: () => {} }),
        logger: memoryLogger(),
      }),
    });
  let edgeFunction = asleep();
  const url = await serveFetch((request) => {
    calls.push(Date.now());
    return edgeFunction.fetch(request);
  });
  const end = async () => {
    host.dispatchEvent(new CustomEvent('beforeunload', { detail: { reason: 'wall_clock' } }));
    await until(async () => {
      const [row] = await database.sql`
        select from pgflow.workers where 'woken@1' = any (flows) and ended_at is null`;
      return !row;
    });
    edgeFunction = asleep();
  };
  await setEndpoint('woken', url, { backend: 'table' });
  await runDispatcher(database.sql);
  const client = createClient(database.sql);
  await client.define(woken);

  for (let round = 1; round <= 2; round++) {
    await pause(1_500);
    expect(calls.length, 'quiet while there is nothing to do').toBe(round - 1);
    const run = await client.start(woken, round);
    expect(await run.result({ timeoutMs: 10_000 })).toEqual({ only: round });
    const more = await client.startMany(woken, [1, 2, 3]);
    for (const each of more) await each.result({ timeoutMs: 10_000 });
    expect(calls.length, 'once is enough').toBe(round);
    await end();
  }
}, 30_000);

test('a function that does not wake up is called less and less often', async () => {
  const calls: number[] = [];
  const url = await serveFetch(() => {
    calls.push(Date.now());
    return new Response('zzz');
  });
  const deaf = flow('deaf', { backend: 'table' }).step('only', () => 1);
  await setEndpoint('deaf', url, { backend: 'table' });
  await runDispatcher(database.sql);
  const client = createClient(database.sql);
  await client.define(deaf);
  const run = await client.start(deaf, null);
  await until(() => calls.length === 3);
  await run.cancel();
  const gaps = calls.slice(1).map((at, index) => at - (calls[index] ?? 0));
  expect(gaps[0]).toBeGreaterThan(950);
  expect(gaps[1]).toBeGreaterThan(1_950);
});
