import { pgmqBackend } from '@pgflow/backend-pgmq';
import { flow, SIGNATURE_HEADER, signBody } from '@pgflow/core-sql';
import { serveWorker } from '@pgflow/edge-worker';
import postgres from 'postgres';
import { expect, test, vi } from 'vitest';
import { layeredDatabase } from './support/layered-database.js';
import { memoryLogger } from './support/run-worker.js';

const database = layeredDatabase();
const one = flow('one').step('only', () => 1);
const request = () => new Request('http://127.0.0.1/', { headers: { apikey: 'word' } });

test('a worker that could not start is started by the next request, and ended by the host', async () => {
  const host = new EventTarget();
  vi.stubGlobal('addEventListener', host.addEventListener.bind(host));
  const logger = memoryLogger();
  const urls = ['', 'postgres://nobody@127.0.0.1:1/none', database.url];
  let tries = 0;
  const edgeFunction = serveWorker({
    secret: 'word',
    worker: () => {
      const url = urls[tries++];
      if (!url) throw new Error('no URL');
      const sql = postgres(url, { onnotice: () => {} });
      return { flows: [one], backend: pgmqBackend, sql, logger, leaseSeconds: 5 };
    },
  });
  const answers = [];
  for (const _ of urls) {
    const answer = await edgeFunction.fetch(request());
    answers.push([answer.status, await answer.json()]);
  }
  expect(answers).toEqual([
    [500, { status: 'failed' }],
    [500, { status: 'failed', code: 'PF340' }],
    [200, { status: 'working', workerId: expect.any(String) }],
  ]);
  expect((await edgeFunction.fetch(request())).status).toBe(200);
  expect(tries).toBe(3);

  host.dispatchEvent(new CustomEvent('beforeunload', { detail: { reason: 'cpu' } }));
  expect((await edgeFunction.fetch(request())).status).toBe(503);
  await expect
    .poll(() => database.sql`select end_reason from pgflow.workers`, { timeout: 10_000 })
    .toEqual([{ end_reason: 'cpu' }]);
}, 60_000);

test('a signed request wakes a worker too', async () => {
  const host = new EventTarget();
  vi.stubGlobal('addEventListener', host.addEventListener.bind(host));
  const logger = memoryLogger();
  const edgeFunction = serveWorker({
    secret: 'word',
    worker: () => {
      const sql = postgres(database.url, { onnotice: () => {} });
      return { flows: [one], backend: pgmqBackend, sql, logger, name: 'signed' };
    },
  });
  const body = JSON.stringify({ wake: ['one'] });
  const wake = async (secret: string, at?: number, text = body) => {
    const headers = { [SIGNATURE_HEADER]: await signBody(secret, text, at) };
    const request = new Request('http://127.0.0.1/', { method: 'POST', body: text, headers });
    return (await edgeFunction.fetch(request)).status;
  };
  const minutes = 60_000;
  expect(await wake('another')).toBe(401);
  expect(await wake('word', Date.now() - 16 * minutes)).toBe(401);
  expect(await wake('word', Date.now(), body.padEnd(5_000))).toBe(401);
  const workers = () => database.sql`
    select end_reason from pgflow.workers where worker_name = 'signed'`;
  expect(await workers()).toEqual([]);
  expect(await wake('word', Date.now() - 14 * minutes)).toBe(200);
  expect(await workers()).toEqual([{ end_reason: null }]);
  host.dispatchEvent(new CustomEvent('beforeunload', { detail: { reason: 'cpu' } }));
  await expect.poll(workers, { timeout: 10_000 }).toEqual([{ end_reason: 'cpu' }]);
}, 60_000);

test('without a secret no request is let in', async () => {
  const edgeFunction = serveWorker({
    secret: '',
    worker: () => expect.fail('it was let in'),
  });
  const headers = { apikey: '', [SIGNATURE_HEADER]: await signBody('any', '') };
  const post = new Request('http://127.0.0.1/', { method: 'POST', body: '', headers });
  expect((await edgeFunction.fetch(post)).status).toBe(401);
});
