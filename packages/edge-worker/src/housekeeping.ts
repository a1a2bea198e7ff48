import { DatabaseUnreachableError, type TaskSource } from '@pgflow/core-sql';
import type { TroubleLog } from '@pgflow/core-sql/process';

/** How often a worker offers to do the housekeeping, in ms; the database says whether it is due. */
const INTERVAL = 60_000;

/** Has the database's housekeeping done now and then, for where no schedule does. */
export function startHousekeeping(source: TaskSource, trouble: TroubleLog): () => Promise<void> {
  let keeping: Promise<void> | undefined;
  const timer = setInterval(
    () => {
      keeping ??= source
        .housekeep()
        .then(
          () => trouble.worked('housekeeping'),
          // Of a database that is away those tell who try again sooner, and hear of its return.
          (error) => {
            if (!DatabaseUnreachableError.is(error)) trouble.failed('housekeeping', error);
          },
        )
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
