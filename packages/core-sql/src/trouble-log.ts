import type { Logger } from './context.js';
import { DatabaseUnreachableError } from './database-errors.js';
import { errorText } from './error-text.js';

/** How long the same trouble is not told again, in ms; it doubles each time. */
const FIRST_SILENCE = 10_000;
const LONGEST_SILENCE = 600_000;

/**
 * Tells of something outside that refuses calls, a database or a queue: one line when it begins, one
 * for each other text that it fails with, one when all that failed works again, and while it lasts a
 * line at growing intervals.
 */
export class TroubleLog {
  readonly #logger: Logger;
  readonly #subject: string;
  /** The calls that failed last time. */
  readonly #failing = new Set<string>();
  #since = 0;
  readonly #told = new Set<string>();
  #silence = FIRST_SILENCE;
  #tellAt = 0;

  /** `subject` is what answers again in the end. */
  constructor(logger: Logger, subject = 'the database') {
    this.#logger = logger;
    this.#subject = subject;
  }

  /** A call failed; `name` says whose it is. */
  failed(name: string, error: unknown): void {
    const now = Date.now();
    if (this.#failing.size === 0) {
      this.#since = now;
      this.#told.clear();
      this.#silence = FIRST_SILENCE;
    }
    this.#failing.add(name);
    // An outage has many faces: refused, reset, starting up.
    const kind = DatabaseUnreachableError.is(error) ? error.code : errorText(error);
    const known = this.#told.has(kind);
    if (known && now < this.#tellAt) return;
    if (known) this.#silence = Math.min(this.#silence * 2, LONGEST_SILENCE);
    this.#told.add(kind);
    this.#tellAt = now + this.#silence;
    this.#logger.error(`${name} failed: ${errorText(error)}`, { forMs: now - this.#since });
  }

  /** A call worked. */
  worked(name: string): void {
    if (!this.#failing.delete(name) || this.#failing.size > 0) return;
    this.#logger.info(`${this.#subject} answers again`, { afterMs: Date.now() - this.#since });
  }
}
