import { setTimeout as sleep } from 'node:timers/promises';
import type { Run } from '@pgflow/core-sql';
import type { ProgressView } from './progress.ts';

/** How a run ended. */
export type RunEnd = { status: 'completed' | 'cancelled' } | { status: 'failed'; reason: string };

/** How often to look, in milliseconds: what a person sees as moving. */
const interval = 150;

/**
 * Shows a run's progress until it ends. Aborting `signal` cancels it. Rejects when the worker ends
 * before the run, since nobody else would go on with it.
 */
export async function followRun(
  run: Pick<Run, 'progress' | 'cancel'>,
  view: ProgressView,
  workerEnded: Promise<string>,
  signal: AbortSignal,
): Promise<RunEnd> {
  let worker: string | undefined;
  workerEnded.then((how) => {
    worker = how;
  });
  for (let cancelled = false; ; ) {
    const { status, steps, error } = await run.progress();
    view.show(
      steps.map((step) => ({
        slug: step.slug,
        status: step.status,
        done: step.taskCount - step.remainingTasks,
        total: step.status === 'created' ? null : step.taskCount,
      })),
    );
    if (status === 'completed' || status === 'cancelled') return { status };
    if (status === 'failed')
      return {
        status,
        reason: error === null ? 'unknown' : `step ${error.stepSlug}: ${error.message}`,
      };
    if (worker !== undefined) throw new Error(`The worker ended with ${worker}`);
    if (signal.aborted && !cancelled) {
      cancelled = true;
      await run.cancel();
    } else await sleep(interval, undefined, cancelled ? {} : { signal }).catch(() => {});
  }
}
