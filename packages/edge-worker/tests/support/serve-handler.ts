import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { type AcceptedRequest, type AnyFlow, createClient } from '@pgflow/core-sql';
import { createHandler, type Handler, type HandlerOptions } from '@pgflow/edge-worker';
import type { Sql } from 'postgres';
import { onTestFinished } from 'vitest';
import { bringing, dueOf, pushBackend } from './push-backend.js';
import { memoryLogger, until } from './run-worker.js';

/** Serves a function on a free port of 127.0.0.1 until the test ends; its URL. */
export async function serveFetch(
  fetch: (request: Request) => Response | Promise<Response>,
): Promise<string> {
  const server = serve({ fetch, hostname: '127.0.0.1', port: 0 });
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/pgflow`;
}

/** An answer as tests compare it: status and body. */
export type Answer = [status: number, body: unknown];

/** A handler that is called over HTTP. */
export interface CalledHandler {
  readonly handler: Handler;
  readonly url: string;
  readonly lines: string[];
  /** Brings deliveries. */
  bring(brought: AcceptedRequest, signal?: AbortSignal): Promise<Answer>;
}

/** Makes a handler that stops when the test ends. */
export async function runHandler(
  options: Pick<HandlerOptions, 'flows'> & Partial<HandlerOptions> & { sql: Sql },
): Promise<CalledHandler> {
  const logger = memoryLogger();
  const handler = createHandler({ backend: pushBackend, logger, leaseSeconds: 5, ...options });
  onTestFinished(() => handler.stop({ timeoutMs: 0 }));
  const url = await serveFetch(handler.fetch);
  return {
    ...{ handler, url, lines: logger.lines },
    async bring(brought, signal = AbortSignal.timeout(20_000)) {
      const answer = await fetch(await bringing(url, brought), { signal });
      return [answer.status, await answer.json()];
    },
  };
}

/** Starts a run of a flow that no worker may have served yet, and waits for its first deliveries. */
export async function startRun<Of extends AnyFlow>(sql: Sql, of: Of, input: unknown = {}) {
  const client = createClient(sql);
  await client.define(of);
  const run = await client.start(of as AnyFlow, input as never);
  return { run, due: await until(() => dueOf(sql, of.slug)) };
}
