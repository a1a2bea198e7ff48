import {
  type ClaimedTask,
  type Context,
  errorCodes,
  type Json,
  type Logger,
  PgflowError,
  type TaskResult,
  toJsonText,
} from '@pgflow/core-sql';
import type { Abortion } from './abortion.js';
import { toFailure } from './failure.js';
import type { ServedStep } from './handlers.js';
import type { RunInputs } from './run-inputs.js';

/** What an attempt needs beside its task. */
export interface AttemptParts {
  served: ServedStep | undefined;
  inputs: RunInputs;
  logger: Logger;
  /** The largest output, in bytes of JSON. */
  maxOutputBytes: number;
  /** Aborting it ends the attempt at once, whatever the handler does; its reason is the failure. */
  abortion: Abortion;
}

/**
 * Runs the handler of a task once. Never rejects: whatever is thrown, or takes longer than the step's
 * timeout, is a failed result. A handler that ignores its signal runs on, but nobody waits for it.
 */
export async function runTask(task: ClaimedTask, parts: AttemptParts): Promise<TaskResult> {
  const { abortion, maxOutputBytes } = parts;
  const startedAt = performance.now();
  const timer = setTimeout(() => abortion.abort(timeoutError(task)), task.timeoutMs);
  try {
    if (task.refusal) return { task, status: 'failed', error: task.refusal };
    const output = await abortion.race(() => callHandler(task, parts));
    // While a handler blocks the event loop, no timer fires.
    if (performance.now() - startedAt > task.timeoutMs) throw timeoutError(task);
    const limits = { name: 'the output', maxBytes: maxOutputBytes };
    return { task, status: 'completed', outputText: toJsonText(output, limits) };
  } catch (error) {
    return { task, status: 'failed', error: toFailure(error) };
  } finally {
    clearTimeout(timer);
  }
}

function timeoutError({ timeoutMs }: ClaimedTask): PgflowError {
  return new PgflowError(errorCodes.stepTimeout, `the handler took longer than ${timeoutMs} ms`);
}

async function callHandler(task: ClaimedTask, parts: AttemptParts): Promise<unknown> {
  const { served, inputs, logger, abortion } = parts;
  const run = served?.step.definition.run;
  if (!served || !run) {
    throw new PgflowError(
      errorCodes.noHandler,
      `this worker has no handler for step "${task.stepSlug}" of flow version ${task.flowId}`,
    );
  }
  const { runId, stepSlug, taskIndex, attempt } = task;
  let ownLogger: Logger | undefined;
  // Of each task its own, but made only where a handler asks for it.
  const context: Context<Json> = {
    input: await inputs.get(served.flow, task),
    attempt,
    get signal() {
      return abortion.signal;
    },
    get logger() {
      ownLogger ??= taskLogger(logger, { runId, stepSlug, taskIndex, attempt });
      return ownLogger;
    },
    runId,
    stepSlug,
    taskIndex,
  };
  return run(task.input, context);
}

function taskLogger(logger: Logger, of: Record<string, unknown>): Logger {
  return {
    debug: (message, fields) => logger.debug(message, { ...of, ...fields }),
    info: (message, fields) => logger.info(message, { ...of, ...fields }),
    warn: (message, fields) => logger.warn(message, { ...of, ...fields }),
    error: (message, fields) => logger.error(message, { ...of, ...fields }),
  };
}
