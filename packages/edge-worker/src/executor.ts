import {
  errorCodes,
  type Logger,
  PgflowError,
  type PullSource,
  type PushSource,
  type ServedFlow,
  type SourceOptions,
} from '@pgflow/core-sql';
import { errorText, TroubleLog } from '@pgflow/core-sql/process';
import { guardProcess } from './guard.js';
import { stepFinder } from './handlers.js';
import { startHeartbeat } from './heartbeat.js';
import { startHousekeeping } from './housekeeping.js';
import { immediately, pause } from './pause.js';
import { runInputs } from './run-inputs.js';
import { runTask } from './run-task.js';
import { TaskPool } from './task-pool.js';
import { programVersion } from './version.js';
import { WorkLoop } from './work-loop.js';
import type { Settings } from './worker-options.js';

/** How a worker or a handler is stopped. */
export interface StopOptions {
  /** Why, for `pgflow.workers`. @default 'stopped' */
  reason?: string;
  /** How long handlers may run on, in ms. @default the worker's shutdownTimeoutMs */
  timeoutMs?: number;
}

/** What an executor needs. */
export interface ExecutorParts {
  settings: Settings;
  workerId: string;
  source: PullSource | PushSource;
  /** What the source serves, in the order of the flows in the settings. */
  flows: readonly ServedFlow[];
}

/** What runs tasks, wherever they come from, settles their results and keeps their leases. */
export interface Executor {
  readonly pool: TaskPool;
  readonly loop: WorkLoop;
  readonly trouble: TroubleLog;
  /** Begins; returns what ends it. */
  start(): StopExecutor;
}

/**
 * Gives back what has not begun, lets handlers end or aborts them, settles their results, and says
 * goodbye. `stopIntake` keeps more tasks from coming. Never rejects.
 */
export type StopExecutor = (
  options: StopOptions,
  stopIntake: () => Promise<void> | undefined,
) => Promise<void>;

/** Makes the executor of an open source. */
export function makeExecutor({ settings, workerId, source, flows }: ExecutorParts): Executor {
  const { logger, name, maxOutputBytes, concurrency, prefetch, pollIntervalMs } = settings;
  const inputs = runInputs((runIds) => source.fetchRunInput(runIds));
  const find = stepFinder(settings.flows, flows);
  const pool = new TaskPool({
    concurrency,
    prefetch,
    run: (task, abortion) =>
      runTask(task, { served: find(task), inputs, logger, maxOutputBytes, abortion }),
    onResult: () => loop.resultCame(),
  });
  const trouble = new TroubleLog(logger);
  const loop = new WorkLoop({ source, pool, logger, trouble, pollIntervalMs });
  const start = (): StopExecutor => {
    const stopHeartbeat = startHeartbeat({ source, pool, trouble }, settings.leaseSeconds);
    const stopHousekeeping = startHousekeeping(source, trouble);
    const unguard = guardProcess(logger);
    const running = loop.run();
    const served = flows.map((f) => `${f.flowSlug}@${f.version}`);
    logger.info(`${name} started`, { workerId, flows: served });

    return async ({ reason = 'stopped', timeoutMs = settings.shutdownTimeoutMs }, stopIntake) => {
      logger.info(`${name} stops`, { workerId, reason });
      loop.stopClaiming();
      await Promise.all([
        tried(logger, 'stop listening', stopIntake),
        tried(logger, 'give tasks back', () => source.release(pool.takeWaiting())),
        stopHousekeeping(),
        drain(pool, timeoutMs),
      ]);
      loop.end();
      await running;
      await stopHeartbeat();
      pool.abandon();
      await tried(logger, 'say goodbye', () => source.close(reason));
      logger.info(`${name} stopped`, { workerId });
      // What is wrong with the log's own output comes a moment later.
      await immediately();
      unguard();
    };
  };
  return { pool, loop, trouble, start };
}

/** What a backend is told to open a source. */
export function sourceOptions(settings: Settings, workerId: string): SourceOptions {
  const { sql, name: workerName, leaseSeconds, logger } = settings;
  const definitions = settings.flows.map(({ definition }) => definition);
  const workerVersion = programVersion();
  return { sql, definitions, leaseSeconds, workerId, workerName, workerVersion, logger };
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
