import { pgmqBackend } from '@pgflow/backend-pgmq';
import { flow } from '@pgflow/core-sql';
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
