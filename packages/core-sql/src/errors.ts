import { errorCodes } from './error-codes.js';
import { PgflowError, type PgflowErrorOptions } from './pgflow-error.js';

/** What the schema, or JSON, has against one place of an input. */
export interface InputIssue {
  /** The place, as in `users.3.name`; empty for the whole input. */
  readonly path: string;
  readonly message: string;
}

/** PF320: an input is refused by the flow's schema, or is not JSON. Nothing was started. */
export class InvalidInputError extends PgflowError {
  /** All that was found. */
  readonly issues: readonly InputIssue[];

  constructor(message: string, issues: readonly InputIssue[], options?: PgflowErrorOptions) {
    super(errorCodes.invalidInput, message, options);
    this.issues = issues;
  }

  override get name(): string {
    return 'InvalidInputError';
  }
}

/** Why a run failed: the error of the step that ended it. */
export interface RunFailure {
  readonly code: string;
  readonly message: string;
  readonly stepSlug?: string;
  readonly taskIndex?: number;
}

/** PF330: the run that was waited for failed. */
export class RunFailedError extends PgflowError {
  readonly runId: string;
  readonly failure: RunFailure;

  constructor(runId: string, failure: RunFailure, options?: PgflowErrorOptions) {
    const where = failure.stepSlug === undefined ? '' : ` in step "${failure.stepSlug}"`;
    super(errorCodes.runFailed, `run ${runId} failed${where}: ${failure.message}`, options);
    this.runId = runId;
    this.failure = failure;
  }

  override get name(): string {
    return 'RunFailedError';
  }
}

/** PF331: the run that was waited for was cancelled. */
export class RunCancelledError extends PgflowError {
  readonly runId: string;

  constructor(runId: string, options?: PgflowErrorOptions) {
    super(errorCodes.runCancelled, `run ${runId} was cancelled`, options);
    this.runId = runId;
  }

  override get name(): string {
    return 'RunCancelledError';
  }
}

/** PF332: the run that was waited for did not end in time. It goes on; wait again to get its result. */
export class ResultTimeoutError extends PgflowError {
  readonly runId: string;
  readonly timeoutMs: number;

  constructor(runId: string, timeoutMs: number, options?: PgflowErrorOptions) {
    super(errorCodes.resultTimeout, `run ${runId} did not end within ${timeoutMs} ms`, options);
    this.runId = runId;
    this.timeoutMs = timeoutMs;
  }

  override get name(): string {
    return 'ResultTimeoutError';
  }
}

/** PF360 to PF362: a request is not one that this worker takes; nothing was started. */
export class RequestRefusedError extends PgflowError {
  /** The HTTP status to answer. */
  readonly status: number;

  constructor(status: number, code: string, message: string, options?: PgflowErrorOptions) {
    super(code, message, options);
    this.status = status;
  }

  override get name(): string {
    return 'RequestRefusedError';
  }
}
