import { type Logger, PgflowError, RequestRefusedError, readSignedRequest } from '@pgflow/core-sql';
import { errorText } from '@pgflow/core-sql/process';
import type { Sql } from 'postgres';
import { createWorker, type Worker } from './create-worker.js';
import type { StopOptions } from './executor.js';
import { hasSecret } from './has-secret.js';
import { beforeUnload, hostWaitUntil } from './host.js';
import type { WorkerOptions } from './worker-options.js';

/** Options of {@link serveWorker}. */
export interface ServeWorkerOptions {
  /**
   * What a request must carry, as `apikey` or as `Authorization: Bearer`, or be signed with, as `signBody`
   * does, within the last 15 minutes. Without one none is let in.
   */
  secret: string | undefined;
  /**
   * Makes the options of a worker, when a request needs one. Its `sql` is ended with it. The default of
   * `shutdownTimeoutMs` is 5000 here: the host leaves a tenth of the wall clock.
   */
  worker: () => WorkerOptions;
}

/** What an Edge Function exports as its default. */
export interface EdgeFunction {
  fetch(request: Request): Promise<Response>;
}

/** The most that is read of a signed request, in bytes; what it says is of no consequence. */
const SIGNED_BYTES = 4_096;

/**
 * A pull worker as a Supabase Edge Function: `export default serveWorker({ ... })`. A request wakes the
 * worker of the isolate, which works on after the answer, until the host ends the isolate. Then it
 * claims nothing more, gives back what has not begun, lets handlers end or aborts them, and says
 * goodbye with the host's reason.
 */
export function serveWorker(options: ServeWorkerOptions): EdgeFunction {
  const { worker, secret } = options;
  let logger: Logger = console;
  let working: Promise<Running> | undefined;
  let ending = false;

  const start = async () => {
    const made = worker();
    logger = made.logger ?? console;
    return run({ shutdownTimeoutMs: 5000, ...made });
  };
  const begin = async () => {
    working ??= start();
    const mine = working;
    try {
      return await mine;
    } catch (error) {
      // The next request tries again.
      if (working === mine) working = undefined;
      throw error;
    }
  };

  beforeUnload((options) => {
    ending = true;
    working
      ?.then(({ stop }) => stop(options))
      .catch((error) => logger.error(`the worker did not stop in order: ${errorText(error)}`));
  });

  return {
    async fetch(request) {
      if (!(await isLetIn(request, secret))) return new Response(null, { status: 401 });
      if (ending) return Response.json({ status: 'ending' }, { status: 503 });
      try {
        const { workerId } = await begin();
        return Response.json({ status: 'working', workerId });
      } catch (error) {
        // The caller learns the code; what the message may tell is for the log.
        logger.error(`the worker did not start: ${errorText(error)}`);
        const code = PgflowError.is(error) ? error.code : undefined;
        return Response.json({ status: 'failed', code }, { status: 500 });
      }
    },
  };
}

interface Running {
  readonly workerId: string;
  stop(options: StopOptions): Promise<void>;
}

async function run(options: WorkerOptions): Promise<Running> {
  const { sql } = options;
  const worker = createWorker(options);
  try {
    await worker.start();
  } catch (error) {
    await sql.end({ timeout: 0 });
    throw error;
  }
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  hostWaitUntil()?.(ended);
  return { workerId: worker.workerId, stop: (options) => stop(worker, sql, options).finally(end) };
}

async function stop(worker: Worker, sql: Sql, options: StopOptions): Promise<void> {
  await worker.stop(options);
  await sql.end({ timeout: 1 });
}

async function isLetIn(request: Request, secret: string | undefined): Promise<boolean> {
  return (await hasSecret(request, secret)) || (await isSigned(request, secret));
}

async function isSigned(request: Request, secret: string | undefined): Promise<boolean> {
  try {
    await readSignedRequest(request, {
      secrets: secret ? [secret] : [],
      maxBytes: SIGNED_BYTES,
    });
    return true;
  } catch (error) {
    if (RequestRefusedError.is(error)) return false;
    throw error;
  }
}
