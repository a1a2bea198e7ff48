import { errorCodes, PgflowError, type PullSource, type ServedFlow } from '@pgflow/core-sql';
import { lifecycle } from '@pgflow/core-sql/process';
import { makeExecutor, type StopOptions, sourceOptions } from './executor.js';
import { checkHandlers } from './handlers.js';
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

/** Makes a worker. Raises PF303 for a bad option, PF352 for a step without a handler. */
export function createWorker(options: WorkerOptions): Worker {
  const settings = toSettings(options);
  checkHandlers(settings.flows, settings.backend.name);
  const workerId = crypto.randomUUID();
  const { start, stop } = lifecycle(() => begin(settings, workerId));
  return { workerId, start, stop: (options = {}) => stop(options) };
}

async function begin(
  settings: Settings,
  workerId: string,
): Promise<(options: StopOptions) => Promise<void>> {
  const { logger } = settings;
  const { source, flows } = await open(settings, workerId);
  const executor = makeExecutor({ settings, workerId, source, flows });
  const { loop } = executor;
  const onDeaf = ({ message, code, hint }: PgflowError) => {
    logger.warn(message, { code, hint });
    loop.pollEvery(POLL_WITHOUT_LISTEN);
  };
  const unlisten = settings.listen ? await source.onWake(loop.wake, onDeaf) : undefined;
  const stop = executor.start();
  return (options) => stop(options, () => unlisten?.());
}

function open(
  settings: Settings,
  workerId: string,
): Promise<{ source: PullSource; flows: ServedFlow[] }> {
  const { backend } = settings;
  if (!backend.openPullSource) {
    throw new PgflowError(errorCodes.badOption, `backend "${backend.name}" has no pull source`, {
      hint: 'A worker fetches its tasks; for a backend that pushes them use createHandler.',
    });
  }
  return backend.openPullSource(sourceOptions(settings, workerId));
}
