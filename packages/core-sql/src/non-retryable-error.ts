import { errorCodes } from './error-codes.js';
import { PgflowError, type PgflowErrorOptions } from './pgflow-error.js';

/** Thrown by a handler for what no further attempt can mend: the task fails at once. */
export class NonRetryableError extends PgflowError {
  constructor(message: string, options?: PgflowErrorOptions) {
    super(errorCodes.nonRetryable, message, options);
  }

  override get name(): string {
    return 'NonRetryableError';
  }
}
