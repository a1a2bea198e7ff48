import { randomUUID } from 'node:crypto';
import { flow } from '@pgflow/core-sql';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { setUp, until } from './set-up.js';

const greeting = flow('greeting')
  .step('greet', (_, { input }) => `hello, ${input}`)
  .step('shout', { after: ['greet'] }, ({ greet }) => greet.toUpperCase())
  .step('frame', { after: ['shout'] }, ({ shout }) => `* ${shout} *`);

test('wake-ups alone bring a run of three steps to its end', async () => {
  await using our = await setUp();
  await our.startWorker([greeting], { pollIntervalMs: 60_000 });
  for (let round = 0; round < 3; round++) {
    const run = await our.client.start(greeting, 'world');
    expect(await run.result({ timeoutMs: 20_000 })).toEqual({ frame: '* HELLO, WORLD *' });
  }
  expect(our.lines).toEqual([]);
});

test('workers side by side share the work of many runs', async () => {
  await using our = await setUp();
  const ran = new Map<string, number>();
  const counted = flow('counted').step('count', (_, { runId }) => {
    ran.set(runId, (ran.get(runId) ?? 0) + 1);
  });
  for (let n = 0; n < 3; n++) await our.startWorker([counted], {}, { againSeconds: 30 });
  const runs = await our.client.startMany(counted, Array(100).fill(null));
  for (const run of runs) await run.result({ timeoutMs: 20_000 });
  expect([...ran.values()]).toEqual(Array(100).fill(1));
  expect(our.lines).toEqual([]);
});

test('what a worker stops with leaves nothing: no session, no watcher, no timer', async () => {
  await using our = await setUp();
  const sessions = async () => {
    const [row] = await our.sql<[{ count: number }]>`
      select count(*)::int from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`;
    return row.count;
  };
  const resources = () =>
    process.getActiveResourcesInfo().filter((name) => /FSEvent|Timeout/.test(name)).length;
  const before = [await sessions(), resources()];
  const worker = await our.startWorker([greeting]);
  const run = await our.client.start(greeting, 'world');
  await run.result({ timeoutMs: 20_000 });
  expect(resources()).toBeGreaterThan(before[1] as number);
  await worker.stop();
  await until(async () => (await sessions()) <= (before[0] as number));
  await until(() => resources() <= (before[1] as number));
});

test('without wake-ups it goes on, and says nothing', async () => {
  await using our = await setUp();
  await our.startWorker([greeting], { listen: false, pollIntervalMs: 200 });
  const run = await our.client.start(greeting, 'world');
  await run.result({ timeoutMs: 20_000 });
  expect(our.lines).toEqual([]);
});

test('a worker does not start without the folder', async () => {
  await using our = await setUp();
  await expect(our.startWorker([greeting], {}, { folder: '/nowhere' })).rejects.toThrow('/nowhere');
});

test('a worker needs no right but those on the functions for workers', async () => {
  await using our = await setUp();
  const role = `spool_${randomUUID().slice(0, 8)}`;
  await our.sql.unsafe(
    `create role ${role} login password 'x'; grant usage on schema pgflow_spool to ${role}`,
  );
  const functions = await our.sql`
    select oid::regprocedure::text as name from pg_proc
    where pronamespace = 'pgflow_spool'::regnamespace and prosecdef`;
  for (const { name } of functions)
    await our.sql.unsafe(`grant execute on function ${name} to ${role}`);
  const sql = postgres(our.url, { username: role, password: 'x', onnotice: () => {} });
  const worker = await our.startWorker([greeting], { sql });
  const run = await our.client.start(greeting, 'you');
  expect(await run.result({ timeoutMs: 20_000 })).toEqual({ frame: '* HELLO, YOU *' });
  await worker.stop();
  await sql.end();
  expect(our.lines).toEqual([]);
  await our.sql.unsafe(`drop owned by ${role}; drop role ${role}`);
});
