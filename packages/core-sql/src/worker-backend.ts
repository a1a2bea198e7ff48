import type { Sql } from 'postgres';
import type {
  ClaimedTask,
  LeaseOutcome,
  ServedFlow,
  TaskOutcome,
  TaskResult,
} from './claimed-task.js';
import type { Logger } from './context.js';
import type { FlowDefinition } from './flow-definition.js';
import type { Json } from './json.js';
import type { PgflowError } from './pgflow-error.js';
import type { SqlModule } from './sql-module.js';

/** What a worker does with a task whatever brought it. */
export interface TaskSource {
  /** Reports results in one transaction; answers in the order of the results. Safe to repeat. */
  settle(results: TaskResult[]): Promise<TaskOutcome[]>;
  /** Moves the ends of the leases on; answers in the order of the tasks. */
  extend(tasks: ClaimedTask[]): Promise<LeaseOutcome[]>;
  /** Gives unstarted tasks back; that spends no attempt. */
  release(tasks: ClaimedTask[]): Promise<void>;
  /** The inputs of runs, by run id, for tasks that came without. */
  fetchRunInput(runIds: string[]): Promise<Map<string, Json>>;
  /** What some worker has to do now and then, where nobody else does; cheap to call too often. */
  housekeep(): Promise<void>;
  /**
   * Says goodbye to the backend, with the reason of the worker's end, and ends the source's own
   * sessions; does not end `sql`.
   */
  close(reason: string): Promise<void>;
}

/** Where a worker fetches tasks. */
export interface PullSource extends TaskSource {
  /** Up to `quantity` tasks, each under a lease; none when there is nothing to do. */
  claim(quantity: number): Promise<ClaimedTask[]>;
  /**
   * Both in one round trip, where the backend can. `crowded`: nothing was claimed, since other
   * workers were at it; come less often.
   */
  settleAndClaim?(
    results: TaskResult[],
    quantity: number,
  ): Promise<{ outcomes: TaskOutcome[]; tasks: ClaimedTask[]; crowded?: boolean | undefined }>;
  /**
   * Calls `listener` when there may be work; a hint, so the worker polls as well. Calls `onDeaf`, once,
   * where wake-ups turn out not to arrive. Resolves to a function that stops it.
   */
  onWake(
    listener: () => void,
    onDeaf?: (reason: PgflowError) => void,
  ): Promise<() => Promise<void>>;
}

/** Where a worker starts tasks whose deliveries it was brought by requests. */
export interface PushSource extends TaskSource {
  /**
   * Those of the tasks that can be started now, each under a lease; one that is settled, in other hands
   * or unknown is left out.
   */
  start(deliveries: string[]): Promise<ClaimedTask[]>;
}

/** What a request brings. */
export interface AcceptedRequest {
  /** The flow version that the tasks are of; a worker that does not serve it must not start them. */
  readonly queue: string;
  readonly deliveries: string[];
}

/** What a backend needs to open a source. */
export interface SourceOptions {
  /** Where to connect: a source opens sessions of its own like it. */
  sql: Sql;
  /** The flows that the worker has handlers for. */
  definitions: FlowDefinition[];
  /** A UUID of this worker, new with each start. */
  workerId: string;
  /** For people. */
  workerName: string;
  /** For people: which worker program this is. */
  workerVersion: string;
  leaseSeconds: number;
  /** Where the worker writes what it does. */
  logger: Logger;
}

/** What a backend needs to open a pull source. */
export type PullSourceOptions = SourceOptions;

/** What a backend needs to open a push source. */
export type PushSourceOptions = SourceOptions;

/** What a worker may expect of a backend. */
export interface BackendCapabilities {
  /** Which of the two sources it opens. */
  readonly delivery: 'pull' | 'push';
}

/** A worker backend: how tasks reach a worker. Opening a source registers definitions and worker. */
export interface WorkerBackend {
  /** As registered in SQL. */
  readonly name: string;
  readonly sqlModule: SqlModule;
  readonly capabilities: BackendCapabilities;
  openPullSource?(options: PullSourceOptions): Promise<{ source: PullSource; flows: ServedFlow[] }>;
  openPushSource?(options: PushSourceOptions): Promise<{ source: PushSource; flows: ServedFlow[] }>;
  /**
   * Reads a request of a push backend, without asking the database. Raises a RequestRefusedError, with
   * the status to answer, for one that is not the backend's own.
   */
  acceptRequest?(request: Request): Promise<AcceptedRequest>;
}
