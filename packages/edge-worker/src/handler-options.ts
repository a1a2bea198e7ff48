import { errorCodes, PgflowError } from '@pgflow/core-sql';
import { hostWaitUntil, type WaitUntil } from './host.js';
import { type Settings, toSettings, type WorkerOptions } from './worker-options.js';

/**
 * Options of `createHandler`: those of a worker, but for what tells how it looks for work. The default of
 * `shutdownTimeoutMs` is 5000 here, since hosts leave little time.
 */
export interface HandlerOptions
  extends Omit<WorkerOptions, 'prefetch' | 'listen' | 'pollIntervalMs'> {
  /**
   * Keeps what runs the handler alive until the work of an answered request is done.
   * @default EdgeRuntime.waitUntil, where there is one
   */
  waitUntil?: WaitUntil;
  /**
   * `'at once'`: a request is answered (202) before its tasks run, for hosts that let them run on.
   * `'after work'`: it is answered (200) when all its tasks have ended, for hosts that stop with the
   * answer. @default 'at once' with a waitUntil, else 'after work'
   */
  answer?: 'at once' | 'after work';
}

/** The options with their defaults. */
export interface HandlerSettings {
  readonly worker: Settings;
  readonly waitUntil: WaitUntil;
  readonly answersAtOnce: boolean;
}

/** Fills in the defaults. Raises PF303 for a value outside its range. */
export function toHandlerSettings(options: HandlerOptions): HandlerSettings {
  const waitUntil = options.waitUntil ?? hostWaitUntil();
  const answer = options.answer ?? (waitUntil ? 'at once' : 'after work');
  if (answer !== 'at once' && answer !== 'after work') {
    throw new PgflowError(errorCodes.badOption, `there is no answer "${String(answer)}"`, {
      hint: "Use 'at once' or 'after work'.",
    });
  }
  return {
    worker: toSettings({ ...options, shutdownTimeoutMs: options.shutdownTimeoutMs ?? 5_000 }),
    waitUntil: waitUntil ?? (() => {}),
    answersAtOnce: answer === 'at once',
  };
}
