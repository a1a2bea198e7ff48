import type { Logger, PullSource, PushSource, TaskOutcome, TaskResult } from '@pgflow/core-sql';
import { backOff, SignalBox, type TroubleLog } from '@pgflow/core-sql/process';
import { immediately, pause } from './pause.js';
import { PollTimer } from './poll-timer.js';
import { isConflict, isUnstorable, settleAndClaim, settleOneByOne } from './settle-results.js';
import type { TaskPool } from './task-pool.js';

/** The most text that one settle carries, in characters; more goes with the next. */
const BATCH_LENGTH = 4_000_000;

/** Options of {@link WorkLoop}. */
export interface WorkLoopOptions {
  /** A push source has nothing to claim: its tasks come another way. */
  source: PullSource | PushSource;
  pool: TaskPool;
  logger: Logger;
  trouble: TroubleLog;
  pollIntervalMs: number;
}

/**
 * The loop of a worker: one round trip at a time, each of which settles whatever finished during the
 * last one and claims what there is room for. So batching adds no latency.
 */
export class WorkLoop {
  readonly #options: WorkLoopOptions;
  readonly #box = new SignalBox();
  readonly #timer: PollTimer;
  #claiming: boolean;
  #ended = false;

  constructor(options: WorkLoopOptions) {
    this.#options = options;
    this.#timer = new PollTimer(options.pollIntervalMs);
    this.#claiming = 'claim' in options.source;
  }

  /** There may be work. */
  wake = (): void => {
    this.#timer.wake();
    this.#box.ring();
  };

  /** Looks for work every `ms` at least: wake-ups do not arrive. */
  pollEvery(ms: number): void {
    this.#timer.limit(ms);
    this.#box.ring();
  }

  /** There is a result to settle. */
  resultCame = (): void => this.#box.ring();

  /** Claims nothing more; results are still settled. */
  stopClaiming(): void {
    this.#claiming = false;
    this.#box.ring();
  }

  /** Lets `run` return after the round trip in flight. */
  end(): void {
    this.#ended = true;
    this.#box.ring();
  }

  /** Runs until `end`. Never rejects: after an error of the database it tries again later. */
  async run(): Promise<void> {
    const failures = backOff();
    while (!this.#ended) {
      // Handlers that end in this turn of the event loop are settled by this round trip.
      await immediately();
      const results = batchOf(this.#options.pool.results());
      const room = this.#claiming ? this.#options.pool.room : 0;
      const looks = this.#timer.left === 0 || (results.length > 0 && this.#timer.unhindered);
      if (results.length === 0 && !(looks && room > 0)) {
        await this.#box.wait(room > 0 ? this.#timer.left : 60_000);
        continue;
      }
      try {
        await this.#turn(results, looks ? room : 0);
        failures.reset();
        this.#options.trouble.worked('the round trip');
      } catch (error) {
        this.#options.trouble.failed('the round trip', error);
        await pause(failures.next(isConflict(error)));
      }
    }
  }

  async #turn(results: TaskResult[], wanted: number): Promise<void> {
    const { source, pool, logger } = this.#options;
    try {
      const { outcomes, tasks, crowded } = await settleAndClaim(source, results, wanted);
      this.#settled(results, outcomes);
      if (crowded) this.#timer.crowded();
      else if (wanted > 0) this.#timer.looked(tasks.length, wanted);
      if (this.#claiming) pool.add(tasks);
      else await source.release(tasks);
    } catch (error) {
      if (results.length === 0 || !isUnstorable(error)) throw error;
      this.#settled(results, await settleOneByOne(source, results, logger));
    }
  }

  #settled(results: TaskResult[], outcomes: TaskOutcome[]): void {
    const { pool, logger } = this.#options;
    pool.forget(results, outcomes);
    for (const [index, { outcome, visibleAt, ...task }] of outcomes.entries()) {
      // A retry wakes nobody when it is due; this worker knows when that is.
      if (outcome === 'retry' && visibleAt && this.#claiming)
        this.#timer.lookAt(visibleAt.getTime());
      if (outcome === 'completed') continue;
      const result = results[index];
      const { stepSlug, attempt } = result?.task ?? {};
      const error = result?.status === 'failed' ? result.error.message : undefined;
      const log = outcome === 'stale' ? logger.debug : logger.warn;
      log.call(logger, `task ${outcome}`, { ...task, stepSlug, attempt, error });
    }
  }
}

/** The results that fit into one settle; always at least one. */
function batchOf(results: TaskResult[]): TaskResult[] {
  let length = 0;
  const end = results.findIndex((result, index) => {
    length += result.status === 'completed' ? result.outputText.length : 500;
    return index > 0 && length > BATCH_LENGTH;
  });
  return end < 0 ? results : results.slice(0, end);
}
