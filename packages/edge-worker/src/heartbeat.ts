import type { Logger, PullSource } from '@pgflow/core-sql';
import { errorText } from './error-text.js';
import { LeaseLostError } from './lease-lost-error.js';
import type { TaskPool } from './task-pool.js';

/**
 * Extends the leases of all that a worker holds, every third of a lease, in one call; it is the sign
 * of life of an idle worker too. What was cancelled, or went to another worker, is aborted.
 */
export function startHeartbeat(
  { source, pool, logger }: { source: PullSource; pool: TaskPool; logger: Logger },
  leaseSeconds: number,
): () => Promise<void> {
  let beating: Promise<void> | undefined;
  const beat = async () => {
    const tasks = pool.claims;
    try {
      const answers = await source.extend(tasks);
      for (const [index, answer] of answers.entries()) {
        const task = tasks[index];
        if (task && answer !== 'ok') pool.drop(task, new LeaseLostError(answer));
      }
    } catch (error) {
      logger.error(`the heartbeat failed: ${errorText(error)}`);
    }
  };
  const timer = setInterval(
    () => {
      // One at a time: while the database is away, none pile up.
      beating ??= beat().finally(() => {
        beating = undefined;
      });
    },
    (leaseSeconds * 1000) / 3,
  );
  return async () => {
    clearInterval(timer);
    await beating;
  };
}
