import type { Logger } from './context.js';
import { DatabaseUnreachableError } from './database-errors.js';
import { errorText } from './error-text.js';

/** How long the same trouble is not told again, in ms; it doubles each time. */
const FIRST_SILENCE = 10_000;
const LONGEST_SILENCE = 600_000;

/**
 * Tells of a database that refuses calls: one line when it begins, one when all that failed works
 * again, and while it lasts a line at growing intervals.
 */
export class TroubleLog {
  readonly #logger: Logger;
  /** The calls that failed last time. */
  readonly #failing = new Set<string>();
  #since = 0;
  #told = '';
  #silence = FIRST_SILENCE;
  #tellAt = 0;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** A call failed; `name` says whose it is. */
  failed(name: string, error: unknown): void {
    const now = Date.now();
    if (this.#failing.size === 0) {
      this.#since = now;
      this.#told = '';
      this.#silence = FIRST_SILENCE;
    }
    this.#failing.add(name);
    // An outage has many faces: refused, reset, starting up.
    const kind = DatabaseUnreachableError.is(error) ? error.code : errorText(error);
    if (kind === this.#told && now < this.#tellAt) return;
    if (kind === this.#told) this.#silence = Math.min(this.#silence * 2, LONGEST_SILENCE);
    this.#told = kind;
    this.#tellAt = now + this.#silence;
    this.#logger.error(`${name} failed: ${errorText(error)}`, { forMs: now - this.#since });
  }

  /** A call worked. */
  worked(name: string): void {
    if (!this.#failing.delete(name) || this.#failing.size > 0) return;
    this.#logger.info('the database answers again', { afterMs: Date.now() - this.#since });
  }
}
