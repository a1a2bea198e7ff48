import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { flow } from '@pgflow/core-sql';
import { startTcpProxy } from '@pgflow/dev-postgres';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { spoolBackend } from '../src/spool-backend.js';
import { setUp, until } from './set-up.js';

const steady = flow('steady')
  .step('one', () => 1)
  .step('two', { after: ['one'] }, ({ one }) => one + 1);
const often = { pollIntervalMs: 100 };

test('the folder is away for a while, and comes back as it was', async () => {
  await using our = await setUp();
  await our.startWorker([steady], often);
  await rename(our.folder, `${our.folder}-away`);
  const run = await our.client.start(steady, null);
  await until(() => our.lines.length > 0);
  expect((await run.progress()).status).toBe('started');
  await rename(`${our.folder}-away`, our.folder);
  expect(await run.result({ timeoutMs: 20_000 })).toEqual({ two: 2 });
  expect(our.news()).toHaveLength(1);
  expect(our.lines[0]).toContain(`${our.folder} cannot be used: ENOENT`);
});

test('what is tried while the folder is away is told once', async () => {
  await using our = await setUp();
  const [spool, other] = our.spools('one', 'other');
  await rm(our.folder, { recursive: true });
  for (let times = 0; times < 3; times++) {
    await expect(spool.take(1)).rejects.toThrow('cannot be used');
    await expect(other.prepare()).rejects.toThrow('cannot be used');
    await expect(other.put(['message'])).rejects.toThrow('cannot be used');
  }
  expect(our.news()).toHaveLength(1);
  await mkdir(our.folder);
});

test('the folder is lost, and comes back empty', async () => {
  await using our = await setUp();
  await our.startWorker([steady], often);
  await rm(our.folder, { recursive: true });
  const run = await our.client.start(steady, null);
  await until(() => our.lines.length > 0);
  await mkdir(our.folder);
  expect(await run.result({ timeoutMs: 20_000 })).toEqual({ two: 2 });
  expect(our.news()).toHaveLength(1);
});

test('the database is away for a while', async () => {
  await using our = await setUp();
  await using proxy = await startTcpProxy(our.url);
  const sql = postgres(proxy.url, { onnotice: () => {} });
  const worker = await our.startWorker([steady], { sql });
  await proxy.refuse();
  const run = await our.client.start(steady, null);
  await until(() => our.lines.length > 0);
  await proxy.forward();
  expect(await run.result({ timeoutMs: 20_000 })).toEqual({ two: 2 });
  expect(our.lines[0]).toContain('the database does not answer');
  expect(our.news().filter((line) => line.startsWith('the relay of the spool'))).toHaveLength(1);
  await worker.stop();
  await sql.end();
});

test('messages whose tasks cannot be started are put back', async () => {
  await using our = await setUp();
  await using proxy = await startTcpProxy(our.url);
  const sql = postgres(proxy.url, { onnotice: () => {} });
  const queue = await our.queueOf(steady);
  const opened = await spoolBackend({ folder: our.folder }).openPullSource?.({
    sql,
    definitions: [steady.definition],
    workerId: randomUUID(),
    workerName: 'away',
    workerVersion: '0',
    leaseSeconds: 30,
    logger: our.logger,
  });
  await our.client.start(steady, null);
  await until(async () => (await our.files(queue, 'ready')).length === 1);
  await proxy.refuse();
  await expect(opened?.source.claim(1)).rejects.toThrow('the database does not answer');
  expect(await our.files(queue, 'ready')).toHaveLength(1);
  await proxy.forward();
  expect(await opened?.source.claim(1)).toHaveLength(1);
  await opened?.source.close('the test is over');
  await sql.end();
});
