import type { Http2Bindings, HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { pause } from './patiently.js';
import type { Random } from './random.js';

/** What can happen to a request between who sends it and the handler. */
export const requestFaults = [
  'dropped',
  'reset',
  'failed',
  'put off',
  'garbled',
  'late',
  'repeated',
] as const;
export type RequestFault = (typeof requestFaults)[number];

/** Of how many requests one meets a fault. */
const CHANCE = 0.15;

/** The longest that an answer comes late, in ms: longer than anybody waits for it. */
const LATE_MS = 5000;

type Fetch = (request: Request) => Promise<Response>;

/** A function behind a network and a host that break some requests, by `random`; `onFault` hears of each. */
export function faultyFetch(fetch: Fetch, random: Random, onFault: (fault: RequestFault) => void) {
  return async (
    request: Request,
    { incoming }: HttpBindings | Http2Bindings,
  ): Promise<Response> => {
    if (!random.chance(CHANCE)) return fetch(request);
    const fault = random.pick(requestFaults);
    const arrives = random.chance(0.5);
    const lateMs = random.below(LATE_MS);
    onFault(fault);
    const { url, method, headers } = request;
    // Read in any case: who sent it can't tell that it was lost.
    const body = await request.text();
    const handle = () => fetch(new Request(url, { method, headers, body: body || null }));
    if (arrives && (fault === 'reset' || fault === 'failed' || fault === 'garbled')) await handle();
    switch (fault) {
      case 'dropped':
        return RESPONSE_ALREADY_SENT;
      case 'reset':
        incoming.socket.resetAndDestroy();
        return RESPONSE_ALREADY_SENT;
      case 'failed':
        return new Response('something else failed', { status: 500 });
      case 'put off':
        return new Response(null, { status: 429, headers: { 'retry-after': '1' } });
      case 'garbled':
        return new Response('<html>welcome to the network</html>');
      case 'late': {
        const answer = await handle();
        await pause(lateMs);
        return answer;
      }
      case 'repeated': {
        const [answer] = await Promise.all([handle(), handle()]);
        return answer;
      }
    }
  };
}
