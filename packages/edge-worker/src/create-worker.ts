import {
  errorCodes,
  type Logger,
  PgflowError,
  type PullSource,
  type ServedFlow,
} from '@pgflow/core-sql';
import { errorText } from './error-text.js';
import { guardProcess } from './guard.js';
import { checkHandlers, stepFinder } from './handlers.js';
import { startHeartbeat } from './heartbeat.js';
import { startHousekeeping } from './housekeeping.js';
import { pause } from './pause.js';
import { runInputs } from './run-inputs.js';
import { runTask } from './run-task.js';
import { TaskPool } from './task-pool.js';
import { TroubleLog } from './trouble-log.js';
import { programVersion } from './version.js';
import { WorkLoop } from './work-loop.js';
import {
  POLL_WITHOUT_LISTEN,
  type Settings,
  toSettings,
  type WorkerOptions,
} from './worker-options.js';

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
   * too long), settles their results, says goodbye. `sql` stays open. While it stops, another call
   * waits for the same end.
   */
  stop(options?: StopOptions): Promise<void>;
}

/** Options of {@link Worker.stop}. */
export interface StopOptions {
  /** Why, for `pgflow.workers`. @default 'stopped' */
  reason?: string;
  /** How long handlers may run on, in ms. @default the worker's shutdownTimeoutMs */
  timeoutMs?: number;
}

/** Makes a worker. Raises PF303 for a bad option, PF352 for a step without a handler. */
export function createWorker(options: WorkerOptions): Worker {
  const settings = toSettings(options);
  checkHandlers(settings.flows, settings.backend.name);
  const workerId = crypto.randomUUID();
  let stopWork: Promise<Stop> | undefined;
  let stopping: Promise<void> | undefined;
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
    async stop(options) {
      const work = stopWork;
      stopWork = undefined;
      stopping ??= work
        ?.then((stop) => stop(options ?? {}))
        .finally(() => {
          stopping = undefined;
        });
      await stopping;
    },
  };
}

type Stop = (options: StopOptions) => Promise<void>;

async function begin(settings: Settings, workerId: string): Promise<Stop> {
  const { logger, name, maxOutputBytes } = settings;
  const { source, flows } = await open(settings, workerId);
  const inputs = runInputs((runIds) => source.fetchRunInput(runIds));
  const find = stepFinder(settings.flows, flows);
  const pool = new TaskPool({
    concurrency: settings.concurrency,
    prefetch: settings.prefetch,
    run: (task, abortion) =>
      runTask(task, { served: find(task), inputs, logger, maxOutputBytes, abortion }),
    onResult: () => loop.resultCame(),
  });
  const trouble = new TroubleLog(logger);
  const { pollIntervalMs, leaseSeconds } = settings;
  const loop = new WorkLoop({ source, pool, logger, trouble, pollIntervalMs });
  const onDeaf = ({ message, code, hint }: PgflowError) => {
    logger.warn(message, { code, hint });
    loop.pollEvery(POLL_WITHOUT_LISTEN);
  };
  const unlisten = settings.listen ? await source.onWake(loop.wake, onDeaf) : undefined;
  const stopHeartbeat = startHeartbeat({ source, pool, trouble }, leaseSeconds);
  const stopHousekeeping = startHousekeeping(source, trouble);
  const unguard = guardProcess(logger);
  const running = loop.run();
  logger.info(`${name} started`, {
    workerId,
    flows: flows.map((f) => `${f.flowSlug}@${f.version}`),
  });

  return async ({ reason = 'stopped', timeoutMs = settings.shutdownTimeoutMs }) => {
    logger.info(`${name} stops`, { workerId, reason });
    loop.stopClaiming();
    await Promise.all([
      tried(logger, 'stop listening', () => unlisten?.()),
      tried(logger, 'give tasks back', () => source.release(pool.takeWaiting())),
      stopHousekeeping(),
      drain(pool, timeoutMs),
    ]);
    loop.end();
    await running;
    await stopHeartbeat();
    await tried(logger, 'say goodbye', () => source.close(reason));
    unguard();
    logger.info(`${name} stopped`, { workerId });
  };
}

function open(
  { backend, sql, flows, name: workerName, leaseSeconds }: Settings,
  workerId: string,
): Promise<{ source: PullSource; flows: ServedFlow[] }> {
  if (!backend.openPullSource) {
    throw new PgflowError(errorCodes.badOption, `backend "${backend.name}" has no pull source`, {
      hint: 'A worker fetches its tasks; a backend that pushes them needs a request handler.',
    });
  }
  const definitions = flows.map(({ definition }) => definition);
  const workerVersion = programVersion();
  return backend.openPullSource({
    ...{ sql, definitions, leaseSeconds },
    ...{ workerId, workerName, workerVersion },
  });
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
