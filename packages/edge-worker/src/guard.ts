import process from 'node:process';
import type { Logger } from '@pgflow/core-sql';
import { errorText } from '@pgflow/core-sql/process';

/**
 * Keeps the process alive when something that a handler left behind fails: a promise that nobody
 * waits for, a callback that throws. The worker itself needs it on no known path. Returns what takes
 * the guard away again.
 */
export function guardProcess(logger: Logger): () => void {
  const report = (error: unknown) =>
    logger.error(`nobody caught an error, left behind by a handler: ${errorText(error)}`, {
      stack: error instanceof Error ? error.stack : undefined,
    });
  return 'Deno' in globalThis ? guardEvents(report) : guardNode(report);
}

function guardNode(report: (error: unknown) => void): () => void {
  // Where nobody reads the log any more, to log that would fail in the same way, and so on for ever.
  const outputs = [process.stdout, process.stderr];
  for (const output of outputs) output.on('error', ignore);
  process.on('unhandledRejection', report);
  process.on('uncaughtException', report);
  return () => {
    for (const output of outputs) output.off('error', ignore);
    process.off('unhandledRejection', report);
    process.off('uncaughtException', report);
  };
}

function ignore(): void {}

/** What Deno and the edge runtime dispatch in place of Node's events. */
interface FailureEvent extends Event {
  readonly reason?: unknown;
  readonly error?: unknown;
}

function guardEvents(report: (error: unknown) => void): () => void {
  const listener = (event: FailureEvent) => {
    event.preventDefault();
    report(event.reason ?? event.error);
  };
  const target = globalThis as unknown as EventTarget;
  const names = ['unhandledrejection', 'error'];
  for (const name of names) target.addEventListener(name, listener);
  return () => {
    for (const name of names) target.removeEventListener(name, listener);
  };
}
