import { errorCodes } from './error-codes.js';
import { PgflowError } from './pgflow-error.js';

/** How the tasks of a step are tried. What is left out is decided by `pgflow.define_flow`. */
export interface StepOptions {
  /** Attempts before the task fails, the first one included. 1 to 1000. */
  maxAttempts?: number | undefined;
  /** Wait before the second attempt, in ms; it doubles with each further one. 0 means at once. */
  baseDelayMs?: number | undefined;
  /** The longest wait between two attempts, in ms. */
  maxDelayMs?: number | undefined;
  /** An attempt that takes longer, in ms, is aborted and fails. */
  timeoutMs?: number | undefined;
}

/** Postgres' integer, and the longest delay that setTimeout understands. */
const MAX_INTEGER = 2 ** 31 - 1;

const ranges: Record<string, readonly [min: number, max: number]> = {
  maxAttempts: [1, 1000],
  baseDelayMs: [0, MAX_INTEGER],
  maxDelayMs: [0, MAX_INTEGER],
  timeoutMs: [1, MAX_INTEGER],
  concurrency: [1, MAX_INTEGER],
};

/** Raises PF303 for a number outside the range of its option. `owner` begins the message. */
export function checkNumbers(owner: string, options: object): void {
  for (const [name, value] of Object.entries(options)) {
    const range = ranges[name];
    if (range === undefined || value === undefined) continue;
    const [min, max] = range;
    if (!Number.isInteger(value) || value < min || value > max) {
      throw new PgflowError(
        errorCodes.badOption,
        `${owner}: ${name} must be a whole number from ${min} to ${max}, not ${String(value)}`,
      );
    }
  }
}

/** Raises PF303 for an option that nobody reads, most likely a misspelt one. */
export function checkNames(owner: string, options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    throw new PgflowError(errorCodes.badOption, `${owner}: unknown option "${name}"`, {
      hint: `The options are ${known.join(', ')}.`,
    });
  }
}

/** Raises PF300 for a name that cannot be a slug. */
export function checkSlug(what: string, slug: unknown): void {
  if (typeof slug === 'string' && /^[a-z][a-z0-9_]{0,46}$/.test(slug)) return;
  throw new PgflowError(errorCodes.badSlug, `bad slug of a ${what}: ${JSON.stringify(slug)}`, {
    hint: 'A slug begins with a lower case letter and has up to 47 lower case letters, digits and underscores.',
  });
}
