import type { WorkerBackend } from '@pgflow/core-sql';
import { makeExecutor, type StopOptions, sourceOptions } from './executor.js';
import { Intake, type Work } from './intake.js';
import type { Settings } from './worker-options.js';

/** A worker that is brought its tasks. */
export interface PushWorker {
  /** One for each flow version that it serves. */
  readonly queues: ReadonlySet<string>;
  /** As {@link Intake.take}. */
  take(deliveries: readonly string[]): Promise<Work | undefined>;
  /** Gives back what has not begun, lets handlers end or aborts them, and says goodbye. */
  stop(options: StopOptions): Promise<void>;
}

/** Opens a push source and begins. Rejects as `open` does. */
export async function startPushWorker(
  settings: Settings,
  open: NonNullable<WorkerBackend['openPushSource']>,
): Promise<PushWorker> {
  const workerId = crypto.randomUUID();
  const { source, flows } = await open(sourceOptions(settings, workerId));
  const executor = makeExecutor({ settings, workerId, source, flows });
  const intake = new Intake({ source, executor });
  const stop = executor.start();
  return {
    queues: new Set(flows.map(({ queue }) => queue)),
    take: (deliveries) => intake.take(deliveries),
    stop: (options) => stop(options, () => intake.stop()),
  };
}
