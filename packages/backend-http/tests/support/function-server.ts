import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { readSignedRequest } from '@pgflow/core-sql';
import { onTestFinished } from 'vitest';

/** What signs the calls of these tests. */
export const SECRET = 'a secret that nobody may see';

/** A call as a function gets it. */
export interface ReceivedCall {
  readonly queue: string;
  readonly deliveries: string[];
}

/** What a function does with a call. */
export type Behaviour = (
  call: ReceivedCall,
  response: ServerResponse,
  request: IncomingMessage,
) => unknown;

/** The answer of a worker. */
export function accept({ deliveries }: ReceivedCall, response: ServerResponse): void {
  response.writeHead(202, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ accepted: deliveries.length }));
}

/** A function on a free port of 127.0.0.1, until the test ends; the calls that it got, in order. */
export async function serveFunction(behave: Behaviour) {
  const calls: ReceivedCall[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const signed = new Request('http://x/', {
      method: 'POST',
      body,
      headers: { 'pgflow-signature': String(request.headers['pgflow-signature']) },
    });
    await readSignedRequest(signed, { secrets: [SECRET], windowSeconds: 60, maxBytes: 100_000 });
    const call = JSON.parse(body) as ReceivedCall;
    calls.push(call);
    behave(call, response, request);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  onTestFinished(close);
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/tasks`, calls, close };
}
