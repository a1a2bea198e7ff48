import { sqlModule as backendHttp, httpBackend } from '@pgflow/backend-http';
import { sqlModule as coreSql, createClient, flow, migrate } from '@pgflow/core-sql';
import { testDatabase } from '@pgflow/dev-postgres/testing';
import { map, sqlModule as stepTypeMap } from '@pgflow/step-type-map';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { drainRequests, pgNet } from './support/pg-net.js';
import { until } from './support/run-worker.js';
import { runHandler } from './support/serve-handler.js';

const modules = [coreSql, stepTypeMap, backendHttp];
const texts = modules.flatMap(({ migrations }) => migrations.map(({ sql }) => sql));
const database = testDatabase(['edge-worker pg_net', pgNet, ...texts], async (admin) => {
  await admin.unsafe(pgNet);
  await migrate(admin, modules);
});

const secret = 'a secret that Vault keeps';
const backend = httpBackend({ secret });

beforeAll(async () => {
  await database.sql`insert into vault.secrets values ('key', ${secret})`;
});

/** What pg_cron does every 5 seconds, more often. */
function schedule(): void {
  const timer = setInterval(() => database.sql`select pgflow_http.dispatch()`.catch(() => {}), 200);
  onTestFinished(() => clearInterval(timer));
}

const setEndpoint = async (slug: string, url: string, startTimeoutMs = 60_000) => {
  await database.sql`
    select pgflow_http.set_endpoint(${slug}, ${url}, 'key', batch_size => 10)`;
  // Shorter than set_endpoint allows.
  await database.sql`
    update pgflow_http.endpoints set timeout_ms = 500, start_timeout_ms = ${startTimeoutMs}
    where flow_slug = ${slug}`;
};

test('the database signs its calls as a worker checks them, and sends them with the commit', async () => {
  const hello = flow('hello')
    .step('greet', (_, { input }) => `hello ${input}`)
    .step('shout', { after: ['greet'] }, ({ greet }) => greet.toUpperCase());
  const { url } = await runHandler({ flows: [hello], backend, sql: database.sql });
  await setEndpoint('hello', url);
  drainRequests(database.sql);
  // Without a schedule: each commit sends what it makes ready.
  const client = createClient(database.sql);
  await client.define(hello);
  const run = await client.start(hello, 'wörld');
  expect(await run.result({ timeoutMs: 5_000 })).toEqual({ shout: 'HELLO WÖRLD' });
});

test('a run comes to its end though requests are lost, repeated and delayed', async () => {
  const ran = new Map<number, number>();
  const numbers = flow('numbers')
    .step('list', { maxAttempts: 50, baseDelayMs: 10 }, () =>
      Array.from({ length: 300 }, (_, i) => i),
    )
    .step(
      'double',
      { after: ['list'], maxAttempts: 50, baseDelayMs: 10 },
      map({
        over: 'list',
        run: (n) => {
          ran.set(n, (ran.get(n) ?? 0) + 1);
          return n * 2;
        },
      }),
    )
    .step('sum', { after: ['double'], maxAttempts: 50, baseDelayMs: 10 }, ({ double }) =>
      double.reduce((sum, n) => sum + n, 0),
    );
  const { url } = await runHandler({ flows: [numbers], backend, sql: database.sql });
  await setEndpoint('numbers', url, 600);
  const fates = { lost: 0, repeated: 0, delayed: 0 };
  let seed = 1;
  const random = () => {
    seed = (seed * 16807) % 2147483647;
    return seed / 2147483647;
  };
  drainRequests(database.sql, () => {
    const drawn = random();
    const fate = drawn < 0.2 ? 'lost' : drawn < 0.4 ? 'repeated' : drawn < 0.6 ? 'delayed' : '';
    if (fate) fates[fate]++;
    // One delay is longer than a start may take.
    return { lost: [], repeated: [0, 0, 50, 900], delayed: [100 + random() * 900], '': [0] }[fate];
  });
  schedule();
  const client = createClient(database.sql);
  await client.define(numbers);
  const run = await client.start(numbers, null);
  expect(await run.result({ timeoutMs: 25_000 })).toEqual({ sum: 89_700 });
  expect([...ran.values()]).toEqual(Array.from({ length: 300 }, () => 1));
  expect(await database.sql`select * from pgflow_http.deliveries`).toEqual([]);
  expect(Math.min(fates.lost, fates.repeated, fates.delayed)).toBeGreaterThan(0);
});

test('an answer that pg_net has tells at once that a call failed, and why', async () => {
  const refused = flow('refused').step('only', { maxAttempts: 1 }, () => 1);
  const other = httpBackend({ secret: 'another secret than in Vault' });
  const { url } = await runHandler({ flows: [refused], backend: other, sql: database.sql });
  await setEndpoint('refused', url);
  drainRequests(database.sql);
  schedule();
  const client = createClient(database.sql);
  await client.define(refused);
  const run = await client.start(refused, null);
  await expect(run.result({ timeoutMs: 5_000 })).rejects.toMatchObject({
    failure: {
      code: 'PF110',
      message: 'the function did not start the task: it answered 401 with PF360',
    },
  });
});

test('a secret stands neither in the queue nor in an answer', async () => {
  await database.sql`
    select pgflow_http.set_endpoint('queued', 'http://127.0.0.1:9/tasks', 'key')`;
  const queued = flow('queued').step('only', () => 1);
  const client = createClient(database.sql);
  await client.define(queued);
  await client.start(queued, null);
  const request = await until(async () => {
    const [row] = await database.sql<{ headers: object; body: Buffer }[]>`
      select headers, body from net.http_request_queue`;
    return row;
  });
  expect(Object.keys(request.headers)).toContain('pgflow-signature');
  expect(JSON.stringify(request.headers) + request.body.toString()).not.toContain(secret);
});
