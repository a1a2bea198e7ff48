import {
  errorCodes,
  type Logger,
  PgflowError,
  type PullSource,
  type ServedFlow,
} from '@pgflow/core-sql';
import { errorText } from './error-text.js';
import { checkHandlers, stepFinder } from './handlers.js';
import { startHeartbeat } from './heartbeat.js';
import { pause } from './pause.js';
import { runInputs } from './run-inputs.js';
import { runTask } from './run-task.js';
import { TaskPool } from './task-pool.js';
import { WorkLoop } from './work-loop.js';
import { type Settings, toSettings, type WorkerOptions } from './worker-options.js';

/** A worker: fetches tasks of its flows and runs their handlers. */
export interface Worker {
  /** A UUID, as in `pgflow.workers`. */
  readonly workerId: string;
  /**
   * Stores the flows' definitions (which moves no current version) and begins to work. Rejects with a
   * DatabaseUnreachableError, a NotInstalledError, or the PF code of a bad definition.
   */
  start(): Promise<void>;
  /**
   * Claims nothing more, gives back what has not begun, lets handlers end (and aborts those that take
   * longer than `shutdownTimeoutMs`), settles their results, says goodbye. `sql` stays open.
   */
  stop(): Promise<void>;
}

/** Makes a worker. Raises PF303 for a bad option, PF352 for a step without a handler. */
export function createWorker(options: WorkerOptions): Worker {
  const settings = toSettings(options);
  checkHandlers(settings.flows, settings.backend.name);
  const workerId = crypto.randomUUID();
  let stopWork: Promise<() => Promise<void>> | undefined;
  return {
    workerId,
    async start() {
      stopWork ??= begin(settings, workerId);
      try {
        await stopWork;
      } catch (error) {
        stopWork = undefined;
        throw error;
      }
    },
    async stop() {
      const stop = await stopWork;
      stopWork = undefined;
      await stop?.();
    },
  };
}

async function begin(settings: Settings, workerId: string): Promise<() => Promise<void>> {
  const { logger, name } = settings;
  const { source, flows } = await open(settings, workerId);
  const inputs = runInputs((runIds) => source.fetchRunInput(runIds));
  const find = stepFinder(settings.flows, flows);
  const pool = new TaskPool({
    concurrency: settings.concurrency,
    prefetch: settings.prefetch,
    run: (task, abortion) => runTask(task, { served: find(task), inputs, logger, abortion }),
    onResult: () => loop.resultCame(),
  });
  const loop = new WorkLoop({ source, pool, logger, pollIntervalMs: settings.pollIntervalMs });
  const stopHeartbeat = startHeartbeat({ source, pool, logger }, settings.leaseSeconds);
  const unlisten = settings.listen ? await source.onWake(loop.wake) : undefined;
  const running = loop.run();
  logger.info(`${name} started`, {
    workerId,
    flows: flows.map((f) => `${f.flowSlug}@${f.version}`),
  });

  return async () => {
    loop.stopClaiming();
    await tried(logger, 'stop listening', () => unlisten?.());
    await tried(logger, 'give tasks back', () => source.release(pool.takeWaiting()));
    await drain(pool, settings.shutdownTimeoutMs);
    loop.end();
    await running;
    await stopHeartbeat();
    await tried(logger, 'say goodbye', () => source.close());
    logger.info(`${name} stopped`, { workerId });
  };
}

function open(
  { backend, sql, flows, name, leaseSeconds }: Settings,
  workerId: string,
): Promise<{ source: PullSource; flows: ServedFlow[] }> {
  if (!backend.openPullSource) {
    throw new PgflowError(errorCodes.badOption, `backend "${backend.name}" has no pull source`, {
      hint: 'A worker fetches its tasks; a backend that pushes them needs a request handler.',
    });
  }
  const definitions = flows.map(({ definition }) => definition);
  return backend.openPullSource({ sql, definitions, workerId, workerName: name, leaseSeconds });
}

/** Waits until all handlers have ended and their results are settled; aborts those that take too long. */
async function drain(pool: TaskPool, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (pool.busy && Date.now() < deadline) await pause(20);
  pool.abortAll(new PgflowError(errorCodes.workerStopped, 'the worker stopped'));
  const settleBy = Date.now() + 10_000;
  while (!pool.empty && Date.now() < settleBy) await pause(20);
}

/** A step of stopping; when the database is away, the others are done all the same. */
async function tried(logger: Logger, what: string, step: () => Promise<void> | undefined) {
  try {
    await step();
  } catch (error) {
    logger.error(`could not ${what}: ${errorText(error)}`);
  }
}
