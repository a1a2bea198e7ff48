import type { AnyFlow, Logger, WorkerBackend } from '@pgflow/core-sql';
import { createWorker, type WorkerOptions } from '@pgflow/edge-worker';
import { connect } from '../connect.js';
import type { OnCompleted } from './completions.js';
import { observed } from './observed-backend.js';

/** How many workers there are, and their options where they are not the worker's own defaults. */
export interface WorkerSettings {
  count: number;
  options: Pick<WorkerOptions, 'concurrency'>;
}

/**
 * The workers of the rows that measure how much gets done, as a few trials showed them best: several
 * where many runs are at hand at once, and one where there is one large map, or where runs come one by
 * one and more workers would only find less each.
 */
export const severalWorkers: WorkerSettings = { count: 3, options: { concurrency: 100 } };
export const oneWorker: WorkerSettings = { count: 1, options: { concurrency: 200 } };

/** The worker of the rows that measure how soon one run is done: one, as it comes. */
export const defaultWorker: WorkerSettings = { count: 1, options: {} };

/** Says only what should not happen in a bench. */
export const quietLogger: Logger = {
  debug: () => {},
  info: () => {},
  warn: (...text) => console.error(...text),
  error: (...text) => console.error(...text),
};

/** Starts what does the tasks of a flow; `await using` stops it. */
export type StartWorkers = (
  url: string,
  flow: AnyFlow,
  onCompleted: OnCompleted,
) => Promise<Workers>;

/** What {@link StartWorkers} has started. */
export interface Workers extends AsyncDisposable {
  /** The calls so far that brought tasks, where they are not fetched. */
  calls?(): number;
}

/** Workers that fetch their tasks, each with connections of its own. */
export function fetching(backend: WorkerBackend, settings: WorkerSettings): StartWorkers {
  return async (url, flow, onCompleted) => {
    const parts = Array.from({ length: settings.count }, () => {
      const sql = connect(url, 4);
      const worker = createWorker({
        ...settings.options,
        flows: [flow],
        backend: observed(backend, onCompleted),
        sql,
        logger: quietLogger,
      });
      return { sql, worker };
    });
    for (const { worker } of parts) await worker.start();
    return {
      async [Symbol.asyncDispose]() {
        await Promise.all(parts.map(({ worker }) => worker.stop()));
        await Promise.all(parts.map(({ sql }) => sql.end()));
      },
    };
  };
}
