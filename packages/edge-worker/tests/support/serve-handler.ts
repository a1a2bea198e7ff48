import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { createHandler, type Handler, type HandlerOptions } from '@pgflow/edge-worker';
import type { Sql } from 'postgres';
import { onTestFinished } from 'vitest';
import { pushBackend } from './push-backend.js';
import { memoryLogger } from './run-worker.js';

/** Serves a function on a free port of 127.0.0.1 until the test ends; its URL. */
export async function serveFetch(
  fetch: (request: Request) => Response | Promise<Response>,
): Promise<string> {
  const server = serve({ fetch, hostname: '127.0.0.1', port: 0 });
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/pgflow`;
}

/** A handler that is called over HTTP, and stops when the test ends. */
export async function runHandler(
  options: Pick<HandlerOptions, 'flows'> & Partial<HandlerOptions> & { sql: Sql },
): Promise<{ handler: Handler; url: string }> {
  const handler = createHandler({ backend: pushBackend, logger: memoryLogger(), ...options });
  onTestFinished(() => handler.stop());
  return { handler, url: await serveFetch(handler.fetch) };
}
