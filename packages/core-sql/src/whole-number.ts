import { errorCodes } from './error-codes.js';
import { PgflowError } from './pgflow-error.js';

/** Raises PF303 for an option (named with its owner) that is no whole number, or less than `least`. */
export function checkWholeNumber(option: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new PgflowError(
    errorCodes.badOption,
    `${option} must be a whole number from ${least}, not ${String(value)}`,
  );
}
