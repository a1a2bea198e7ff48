import type { TaskSource } from '@pgflow/core-sql';
import { backOff, SignalBox, type TroubleLog } from '@pgflow/core-sql/process';
import { LeaseLostError } from './lease-lost-error.js';
import type { TaskPool } from './task-pool.js';

/** The longest time between two signs of life, in ms: it is the probe of the session that listens, too. */
const LONGEST_INTERVAL = 20_000;

/** What a heartbeat needs. */
export interface HeartbeatParts {
  source: TaskSource;
  pool: TaskPool;
  trouble: TroubleLog;
}

/**
 * Extends the leases of all that a worker holds, every third of a lease (every 20 s of a long one), in
 * one call; it is the sign of life of an idle worker too. What was cancelled, or went to another worker,
 * is aborted. One call at a time: while the database is away, none pile up. Returns what stops it.
 */
export function startHeartbeat(
  { source, pool, trouble }: HeartbeatParts,
  leaseSeconds: number,
): () => Promise<void> {
  const intervalMs = Math.min((leaseSeconds * 1000) / 3, LONGEST_INTERVAL);
  const box = new SignalBox();
  let stopped = false;
  const beat = async () => {
    const tasks = pool.claims;
    const answers = await source.extend(tasks);
    for (const [index, answer] of answers.entries()) {
      const task = tasks[index];
      if (task && answer !== 'ok') pool.drop(task, new LeaseLostError(answer));
    }
  };
  const run = async () => {
    const failures = backOff();
    for (let waitMs = intervalMs; ; ) {
      await box.wait(waitMs);
      if (stopped) return;
      const began = Date.now();
      try {
        await beat();
        trouble.worked('the heartbeat');
        failures.reset();
        waitMs = Math.max(0, began + intervalMs - Date.now());
      } catch (error) {
        trouble.failed('the heartbeat', error);
        // Sooner than the next one would be: the leases run.
        waitMs = Math.min(failures.next(false), intervalMs);
      }
    }
  };
  const running = run();
  return async () => {
    stopped = true;
    box.ring();
    await running;
  };
}
