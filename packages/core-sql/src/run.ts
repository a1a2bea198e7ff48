import type { CoreCalls, RunStatus, StepStatus, StoredError } from './core-calls.js';
import { RunCancelledError, RunFailedError, type RunFailure } from './errors.js';
import type { Json } from './json.js';
import { type ResultOptions, waitForEnd } from './wait-for-end.js';

/** How far a step of a run is. */
export interface StepProgress {
  slug: string;
  status: StepStatus;
  /** Tasks made so far; 0 for a step that has not started. */
  taskCount: number;
  /** Those of them that are not settled. */
  remainingTasks: number;
}

/** How far a run is; steps in the order of the definition. */
export interface RunProgress {
  runId: string;
  status: RunStatus;
  /** Grows with every change of the run. */
  changeSeq: number;
  error: RunFailure | null;
  steps: StepProgress[];
}

/** A run with all it has; `output` is null until it is completed. */
export interface RunSnapshot<Output = Json> extends RunProgress {
  flowSlug: string;
  version: number;
  input: Json;
  output: Output | null;
  createdBy: string | null;
  startedAt: Date;
  endedAt: Date | null;
  steps: (StepProgress & { type: string; output: Json; error: RunFailure | null })[];
}

/** A run, to be followed. Each call asks the database; raises PF002 for an unknown run. */
export interface Run<Output = Json> {
  readonly runId: string;
  /** The run with its steps, inputs and outputs. */
  get(): Promise<RunSnapshot<Output>>;
  /** The run with its steps, without inputs and outputs: cheap enough to ask again and again. */
  progress(): Promise<RunProgress>;
  /**
   * Waits for the end and resolves to the output. Raises RunFailedError, RunCancelledError,
   * ResultTimeoutError, or the reason of the signal; the run itself goes on in the last two cases.
   */
  result(options?: ResultOptions): Promise<Output>;
  /** Cancels it; false when it had ended. */
  cancel(): Promise<boolean>;
  /** Puts the failed steps of a failed or cancelled run back to work. Raises PF014 for any other. */
  retry(): Promise<void>;
}

/** The handle of a run. */
export function runHandle<Output>(calls: CoreCalls, runId: string): Run<Output> {
  const progress = async (): Promise<RunProgress> => {
    const row = await calls.getRunProgress(runId);
    return {
      runId,
      status: row.status,
      changeSeq: row.change_seq,
      error: toFailure(row.error),
      steps: row.steps.map((step) => ({
        slug: step.slug,
        status: step.status,
        taskCount: step.task_count,
        remainingTasks: step.remaining_tasks,
      })),
    };
  };
  return {
    runId,
    progress,
    get: () => getRun<Output>(calls, runId),
    async result(options = {}) {
      const { status, error } = await waitForEnd(runId, progress, options);
      if (status === 'cancelled') throw new RunCancelledError(runId);
      if (status === 'failed') throw new RunFailedError(runId, error ?? unknownFailure);
      return (await calls.runOutput(runId)) as Output;
    },
    cancel: () => calls.cancelRun(runId),
    retry: () => calls.retryRun(runId),
  };
}

const unknownFailure: RunFailure = { code: 'PF330', message: 'the run has no error' };

async function getRun<Output>(calls: CoreCalls, runId: string): Promise<RunSnapshot<Output>> {
  const row = await calls.getRun(runId);
  return {
    runId,
    flowSlug: row.flow_slug,
    version: row.version,
    status: row.status,
    changeSeq: row.change_seq,
    input: row.input,
    output: row.output as Output | null,
    error: toFailure(row.error),
    createdBy: row.created_by,
    startedAt: new Date(row.started_at),
    endedAt: row.ended_at === null ? null : new Date(row.ended_at),
    steps: row.steps.map((step) => ({
      slug: step.slug,
      type: step.type,
      status: step.status,
      taskCount: step.task_count,
      remainingTasks: step.remaining_tasks,
      output: step.output,
      error: toFailure(step.error),
    })),
  };
}

function toFailure(error: StoredError | null): RunFailure | null {
  if (error === null) return null;
  return {
    code: error.code,
    message: error.message,
    ...(error.step === undefined ? {} : { stepSlug: error.step }),
    ...(error.task_index === undefined ? {} : { taskIndex: error.task_index }),
  };
}
