import { type AcceptedRequest, flow } from '@pgflow/core-sql';
import { createHandler } from '@pgflow/edge-worker';
import { Hono } from 'hono';
import { expect, onTestFinished, test } from 'vitest';
import { bringing, pushBackend } from './support/push-backend.js';
import { pushDatabase } from './support/push-database.js';
import { memoryLogger } from './support/run-worker.js';
import { serveFetch, startRun } from './support/serve-handler.js';

const database = pushDatabase();
const one = flow('one').step('only', () => 1);

function handlerOf() {
  const logger = memoryLogger();
  const handler = createHandler({ flows: [one], backend: pushBackend, sql: database.sql, logger });
  onTestFinished(() => handler.stop());
  return handler;
}

async function post(url: string, due: AcceptedRequest): Promise<unknown> {
  const answer = await fetch(await bringing(url, due));
  return answer.json();
}

test('as a route of a Hono app on Node', async () => {
  const handler = handlerOf();
  const app = new Hono();
  app.get('/', (c) => c.text('an app of its own'));
  app.post('/pgflow', (c) => handler(c.req.raw));
  const url = await serveFetch(app.fetch);
  const { run, due } = await startRun(database.sql, one);
  expect(await post(url, due)).toEqual({ accepted: 1, done: 1 });
  expect(await run.result({ timeoutMs: 5_000 })).toEqual({ only: 1 });
  expect(await (await fetch(new URL('/', url))).text()).toBe('an app of its own');
});

test('as a route handler of Next', async () => {
  // What `export const POST = handler` in app/pgflow/route.ts comes to.
  const route: { POST: (request: Request, context: unknown) => Promise<Response> } = {
    POST: handlerOf(),
  };
  const url = await serveFetch((request) => route.POST(request, { params: Promise.resolve({}) }));
  const { due } = await startRun(database.sql, one);
  expect(await post(url, due)).toEqual({ accepted: 1, done: 1 });
});

test('as what a module exports', async () => {
  const served = { default: handlerOf() };
  const url = await serveFetch((request) => served.default.fetch(request));
  const { due } = await startRun(database.sql, one);
  expect(await post(url, due)).toEqual({ accepted: 1, done: 1 });
});
