import type { Logger, PullSource } from '@pgflow/core-sql';
import { errorText } from './error-text.js';

/** How often a worker offers to do the housekeeping, in ms; the database says whether it is due. */
const INTERVAL = 60_000;

/** Has the database's housekeeping done now and then, for where no schedule does. */
export function startHousekeeping(source: PullSource, logger: Logger): () => Promise<void> {
  let keeping: Promise<void> | undefined;
  const timer = setInterval(
    () => {
      keeping ??= source
        .housekeep()
        .catch((error) => logger.error(`housekeeping failed: ${errorText(error)}`))
        .finally(() => {
          keeping = undefined;
        });
    },
    // So that workers that start together take turns.
    INTERVAL * (0.75 + Math.random() / 4),
  );
  return async () => {
    clearInterval(timer);
    await keeping;
  };
}
