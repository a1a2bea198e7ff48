import type { ServerResponse } from 'node:http';
import type { EndReason } from './isolate-record.js';

/** What a request gets whose isolate ended before it answered, as Supabase's gateway says it. */
const refusals: Record<EndReason | 'no_function' | 'request_timeout', [number, string, string]> = {
  boot_error: [503, 'BOOT_ERROR', 'The function failed to start'],
  uncaught: [500, 'WORKER_ERROR', 'The function ended by an error that nobody caught'],
  exit: [500, 'WORKER_ERROR', 'The function ended'],
  cpu: [546, 'WORKER_LIMIT', 'The function used too much CPU time'],
  memory: [546, 'WORKER_LIMIT', 'The function used too much memory'],
  wall_clock: [546, 'WORKER_LIMIT', 'The function ran for too long'],
  early_drop: [500, 'WORKER_ERROR', 'The function was dropped'],
  termination: [500, 'WORKER_ERROR', 'The function was terminated'],
  stopped: [503, 'STOPPED', 'The emulator stops'],
  no_function: [404, 'NOT_FOUND', 'There is no function of this name'],
  request_timeout: [504, 'IDLE_TIMEOUT', 'The function took too long to answer'],
};

/** Answers a request that the function did not answer. */
export function refuse(response: ServerResponse, why: keyof typeof refusals): void {
  const [status, code, message] = refusals[why];
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify({ code, message }));
}
