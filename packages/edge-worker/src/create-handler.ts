import {
  DatabaseUnreachableError,
  errorCodes,
  PgflowError,
  RequestRefusedError,
} from '@pgflow/core-sql';
import { errorText } from '@pgflow/core-sql/process';
import type { StopOptions } from './executor.js';
import { type HandlerOptions, toHandlerSettings } from './handler-options.js';
import { checkHandlers } from './handlers.js';
import { beforeUnload } from './host.js';
import { type PushWorker, startPushWorker } from './push-worker.js';

/** Answers the requests with which a backend brings tasks, and runs the tasks' handlers. */
export interface Handler {
  /** Never rejects. */
  (request: Request): Promise<Response>;
  /** The same function, for hosts that look for it, as in `export default createHandler({ ... })`. */
  fetch(request: Request): Promise<Response>;
  /**
   * Takes nothing more (503), gives back what has not begun, lets handlers end (and aborts those that
   * take too long), settles their results, says goodbye. `sql` stays open. A second call waits for the
   * same end.
   */
  stop(options?: StopOptions): Promise<void>;
}

/** How soon a request that cannot be taken now may come again, in s. */
const RETRY_AFTER = '5';

/**
 * Makes a request handler: a worker that is brought its tasks by signed POST requests. It connects to
 * the database at the first one. Its answers are JSON:
 *
 * - 202 `{ accepted }`, before the work, or 200 `{ accepted, done }` after it: how many deliveries the
 *   request brought, and how many of their tasks were settled here
 * - 401, 413 or 400 `{ code }` for a request that is not the backend's own: nothing was looked up
 * - 405 for another method than POST
 * - 409 `{ code: 'PF362' }` for a flow version that it does not serve: nothing was started
 * - 503 `{ code }` with `retry-after` while it stops, where the database is away, or while a task that
 *   has to run alone does for long: nothing was started
 * - 500 `{ code }` where the worker cannot start, such as PF341: pgflow is not installed
 *
 * Raises PF303 for a bad option or a backend that does not push, PF352 for a step without a handler.
 */
export function createHandler(options: HandlerOptions): Handler {
  const { worker: settings, waitUntil, answersAtOnce } = toHandlerSettings(options);
  const { backend, logger } = settings;
  if (!backend.acceptRequest || !backend.openPushSource) {
    throw new PgflowError(errorCodes.badOption, `backend "${backend.name}" does not push tasks`, {
      hint: 'For a backend whose tasks are fetched use createWorker, or serveWorker in an Edge Function.',
    });
  }
  const accept = backend.acceptRequest.bind(backend);
  const openSource = backend.openPushSource.bind(backend);
  checkHandlers(settings.flows, backend.name);
  let opened: Promise<PushWorker> | undefined;
  let stopping: Promise<void> | undefined;

  const open = () => {
    opened ??= startPushWorker(settings, openSource).catch((error) => {
      // The next request tries again.
      opened = undefined;
      throw error;
    });
    return opened;
  };

  const handle = async (request: Request): Promise<Response> => {
    if (request.method !== 'POST') {
      return new Response(null, { status: 405, headers: { allow: 'POST' } });
    }
    const { queue, deliveries } = await accept(request);
    if (stopping) return unavailable(errorCodes.workerStopped);
    const worker = await open().catch((error) => {
      logger.error(`the worker did not start: ${errorText(error)}`);
      const isAway = DatabaseUnreachableError.is(error);
      return isAway ? unavailable(codeOf(error)) : refusal(500, codeOf(error));
    });
    if (worker instanceof Response) return worker;
    if (stopping) return unavailable(errorCodes.workerStopped);
    if (!worker.queues.has(queue)) return refusal(409, errorCodes.versionNotServed);
    const work = await worker.take(deliveries);
    if (!work) return unavailable(undefined);
    const accepted = deliveries.length;
    const answer = work.done.then(
      (done) => Response.json({ accepted, done }),
      // It was logged, and its tasks are brought again.
      (error) => unavailable(codeOf(error)),
    );
    if (!answersAtOnce) return answer;
    waitUntil(answer);
    return Response.json({ accepted }, { status: 202 });
  };

  const fetch = async (request: Request): Promise<Response> => {
    try {
      return await handle(request);
    } catch (error) {
      // The caller learns the code; what the message may tell is for the log.
      if (RequestRefusedError.is(error)) return refusal(error.status, error.code);
      logger.error(`a request could not be handled: ${errorText(error)}`);
      return refusal(500, codeOf(error));
    }
  };

  const stop = (options: StopOptions = {}): Promise<void> => {
    // One that did not start has nothing to stop.
    stopping ??= Promise.resolve(opened?.catch(() => undefined)).then((worker) =>
      worker?.stop(options),
    );
    return stopping;
  };

  beforeUnload((options) => waitUntil(stop(options)));
  return Object.assign((request: Request) => fetch(request), { fetch, stop });
}

function refusal(status: number, code: string | undefined): Response {
  return Response.json({ code }, { status });
}

function unavailable(code: string | undefined): Response {
  return Response.json({ code }, { status: 503, headers: { 'retry-after': RETRY_AFTER } });
}

function codeOf(error: unknown): string | undefined {
  return PgflowError.is(error) ? error.code : undefined;
}
