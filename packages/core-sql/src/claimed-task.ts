import type { Json } from './json.js';

/** An attempt at a task that a worker was given, under a lease. */
export interface ClaimedTask {
  readonly flowId: number;
  readonly runId: string;
  readonly stepIndex: number;
  readonly stepSlug: string;
  readonly taskIndex: number;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** The fencing token: with an older one nothing can be settled or extended. */
  readonly claimNo: number;
  /** End of the lease. */
  readonly visibleAt: Date;
  readonly timeoutMs: number;
  /** What the handler gets first: the dependencies' outputs by slug, or the element of a map. */
  readonly input: Json;
  /** Undefined where it was too large to ride along: fetch it with `fetchRunInput`. */
  readonly runInput: Json | undefined;
  /** Its last lease ran out, so it may kill its worker: run it alone. */
  readonly redelivered: boolean;
  /** Not to be run, but settled as this failure. */
  readonly refusal: TaskFailure | null;
  /** What the backend knows the delivery by; a text that only the backend understands. */
  readonly delivery: string;
}

/** Why an attempt failed. */
export interface TaskFailure {
  code: string;
  message: string;
  /** No further attempt. */
  final: boolean;
  stack?: string;
}

/** How an attempt ended, told by a worker. */
export type TaskResult =
  | {
      task: ClaimedTask;
      status: 'completed';
      /** The output as JSON text, made by `toJsonText`, so that it is written only once. */
      outputText: string;
    }
  | { task: ClaimedTask; status: 'failed'; error: TaskFailure };

/** What became of a task whose result was settled. */
export interface TaskOutcome {
  runId: string;
  stepIndex: number;
  taskIndex: number;
  claimNo: number;
  /** `retry`: delivered again at `visibleAt`. `stale`: nothing was changed, the claim is not the live one. */
  outcome: 'completed' | 'retry' | 'failed' | 'stale';
  visibleAt: Date | null;
}

/** What became of a lease: on `stale` and `cancelled` the worker aborts the handler's signal. */
export type LeaseOutcome = 'ok' | 'stale' | 'cancelled';

/** A flow version that a source serves. */
export interface ServedFlow {
  flowId: number;
  flowSlug: string;
  version: number;
  queue: string;
}
