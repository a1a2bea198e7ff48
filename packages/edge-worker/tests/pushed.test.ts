import { sqlModule as backendHttp, createDispatcher, httpBackend } from '@pgflow/backend-http';
import { sqlModule as coreSql, createClient, flow, migrate } from '@pgflow/core-sql';
import { testDatabase } from '@pgflow/dev-postgres/testing';
import { map, sqlModule as stepTypeMap } from '@pgflow/step-type-map';
import postgres, { type Sql } from 'postgres';
import { expect, onTestFinished, test } from 'vitest';
import { memoryLogger, until } from './support/run-worker.js';
import { runHandler } from './support/serve-handler.js';

const modules = [coreSql, stepTypeMap, backendHttp];
const texts = modules.flatMap(({ migrations }) => migrations.map(({ sql }) => sql));
const database = testDatabase(['edge-worker pushed', ...texts], (admin) => migrate(admin, modules));

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

const setEndpoint = (slug: string, url: string, options = {}) =>
  database.sql`
    select pgflow_http.set_endpoint(${slug}, ${url}, 'key',
      batch_size => ${Object(options).batchSize ?? 50}, max_calls => ${Object(options).maxCalls ?? 10},
      timeout_ms => ${Object(options).timeoutMs ?? 30_000})`;

test('a flow runs over HTTP, each side with no right but to its functions', async () => {
  const words = flow('words')
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
  const numbers = flow('numbers')
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
