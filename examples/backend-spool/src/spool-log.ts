import type { Logger } from '@pgflow/core-sql';
import { errorText } from '@pgflow/core-sql/process';

/** Something could not be done with the spool; it is in the log. */
export class SpoolUnusableError extends Error {}

/** What is said of a spool: of garbage, and of an outage one line when it begins and one at its end. */
export class SpoolLog {
  readonly #logger: Logger;
  readonly #broken = new Set<string>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  garbage(file: string, reason: string): void {
    this.#logger.warn('put a file of the spool aside, which is no message', { file, reason });
  }

  /** Does `work`. Raises a {@link SpoolUnusableError} when it fails; the outage ends when it works. */
  async use<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    try {
      const result = await work();
      if (this.#broken.delete(name) && this.#broken.size === 0)
        this.#logger.info('the spool can be used again');
      return result;
    } catch (error) {
      const reason = errorText(error);
      if (this.#broken.size === 0) this.#logger.error('the spool cannot be used', { reason });
      this.#broken.add(name);
      throw new SpoolUnusableError(`the spool cannot be used: ${reason}`, { cause: error });
    }
  }
}
