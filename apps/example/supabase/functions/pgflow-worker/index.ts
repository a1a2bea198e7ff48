import { type AuditWorker, readWorkerOptions, runAuditWorker } from '../../../src/audit-worker.ts';
import { hasSecret } from '../../../src/request-secret.ts';

declare const EdgeRuntime: { waitUntil(promise: Promise<unknown>): void } | undefined;

let worker: Promise<AuditWorker> | undefined;

/** Each request wakes the worker of this isolate; it works on after the answer. */
async function fetch(request: Request): Promise<Response> {
  const options = readWorkerOptions();
  if (!(await hasSecret(request, options.secret))) return new Response(null, { status: 401 });
  worker ??= start(options);
  await worker;
  return Response.json({ status: 'working' });
}

function start(options: ReturnType<typeof readWorkerOptions>): Promise<AuditWorker> {
  const starting = runAuditWorker(options);
  const ended = starting
    .then((running) => running.ended)
    .finally(() => {
      worker = undefined;
    })
    // Whoever asked hears of a failed start.
    .catch(() => {});
  // An isolate without pending work is dropped.
  if (typeof EdgeRuntime !== 'undefined') EdgeRuntime.waitUntil(ended);
  return starting;
}

// The isolate is about to end: what has not begun goes back, for the next one.
addEventListener('beforeunload', () => {
  worker?.then((running) => running.stop()).catch(() => {});
});

export default { fetch };
