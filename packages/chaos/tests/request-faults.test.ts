import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { expect, onTestFinished, test } from 'vitest';
import type { Random } from '../src/random.js';
import { faultyFetch, type RequestFault } from '../src/request-faults.js';

/** How a call ends that meets a fault, and how often it was handled. */
async function called(fault: RequestFault, arrives: boolean) {
  const draws: boolean[] = [true, arrives];
  const random = {
    chance: () => draws.shift(),
    pick: () => fault,
    below: () => 2000,
  } as unknown as Random;
  const bodies: string[] = [];
  const handle = async (request: Request) => {
    bodies.push(await request.text());
    return Response.json({ accepted: 1 });
  };
  const met: RequestFault[] = [];
  const fetchIt = faultyFetch(handle, random, (one) => met.push(one));
  const server = serve({ fetch: fetchIt, hostname: '127.0.0.1', port: 0 });
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const signal = AbortSignal.timeout(1000);
  const end = await fetch(`http://127.0.0.1:${port}`, {
    method: 'POST',
    body: 'tasks',
    signal,
  }).then(
    async (answer) => `${answer.status} ${await answer.text()}`,
    (error) => error.cause?.code ?? error.name,
  );
  expect(met).toEqual([fault]);
  return { end, bodies };
}

const accepted = '200 {"accepted":1}';

test.each<[RequestFault, boolean, string, number]>([
  ['dropped', true, 'TimeoutError', 0],
  ['reset', false, 'ECONNRESET', 0],
  ['reset', true, 'ECONNRESET', 1],
  ['failed', false, '500 something else failed', 0],
  ['failed', true, '500 something else failed', 1],
  ['put off', true, '429 ', 0],
  ['garbled', false, '200 <html>welcome to the network</html>', 0],
  ['garbled', true, '200 <html>welcome to the network</html>', 1],
  ['late', true, 'TimeoutError', 1],
  ['repeated', true, accepted, 2],
])('a request that is %s (arrives: %s) ends with %s', async (fault, arrives, end, handled) => {
  const met = await called(fault, arrives);
  expect(met).toEqual({ end, bodies: Array.from({ length: handled }, () => 'tasks') });
});
