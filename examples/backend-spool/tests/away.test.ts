import { mkdir, rename, rm } from 'node:fs/promises';
import { flow } from '@pgflow/core-sql';
import { startTcpProxy } from '@pgflow/dev-postgres';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { setUp } from './set-up.js';

const steady = flow('steady')
  .step('one', () => 1)
  .step('two', { after: ['one'] }, ({ one }) => one + 1);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('the folder is away for a while, and comes back as it was', async () => {
  await using our = await setUp();
  await our.startWorker([steady]);
  await (await our.client.start(steady, null)).result({ timeoutMs: 10_000 });
  await rename(our.folder, `${our.folder}-away`);
  const run = await our.client.start(steady, null);
  await pause(4000);
  expect((await run.progress()).status).toBe('started');
  await rename(`${our.folder}-away`, our.folder);
  expect(await run.result({ timeoutMs: 15_000 })).toEqual({ two: 2 });
  await pause(2000);
  expect(our.lines).toHaveLength(1);
  expect(our.lines[0]).toContain(our.folder);
});

test('the folder is lost, and comes back empty', async () => {
  await using our = await setUp();
  await our.startWorker([steady]);
  await rm(our.folder, { recursive: true });
  const run = await our.client.start(steady, null);
  await pause(3000);
  await mkdir(our.folder);
  expect(await run.result({ timeoutMs: 15_000 })).toEqual({ two: 2 });

  expect(our.lines).toHaveLength(1);
});

test('the database is away for a while', async () => {
  await using our = await setUp();
  await using proxy = await startTcpProxy(our.url);
  const sql = postgres(proxy.url, { onnotice: () => {} });
  const worker = await our.startWorker([steady], { sql });
  await proxy.refuse();
  const run = await our.client.start(steady, null);
  await pause(4000);
  await proxy.forward();
  expect(await run.result({ timeoutMs: 15_000 })).toEqual({ two: 2 });
  await pause(2000);
  expect(our.lines).toHaveLength(1);
  expect(our.lines[0]).toContain('the database does not answer');
  await worker.stop();
  await sql.end();
});
