/** Where a worker writes what it does. `console` fits. */
export interface Logger {
  debug(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/** What a handler gets beside its input. */
export interface Context<Input> {
  /** The run's input, as the flow's schema returned it. */
  readonly input: Input;
  /** 1 for the first attempt. A handler runs at least once, so also the first may be a repetition. */
  readonly attempt: number;
  /** Aborted by the step's timeout, when the run is cancelled, and when the task is no longer ours. */
  readonly signal: AbortSignal;
  /** Writes with the run, step and task in each line. */
  readonly logger: Logger;
  readonly runId: string;
  readonly stepSlug: string;
  /** The element of a map that this task is, from 0; 0 for a single step. */
  readonly taskIndex: number;
}
