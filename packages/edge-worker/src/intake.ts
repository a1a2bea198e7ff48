import type { ClaimedTask, PushSource } from '@pgflow/core-sql';
import { backOff } from './back-off.js';
import type { Executor } from './executor.js';
import { pause } from './pause.js';
import { isConflict } from './settle-results.js';

/** What an intake needs. */
export interface IntakeParts {
  source: PushSource;
  executor: Pick<Executor, 'pool' | 'trouble'>;
}

/** Resolves when a task has left the pool: to whether its result was settled. */
type End = Promise<boolean>;

/**
 * Starts the tasks that requests bring, one request after the other: beside a task that has to run alone
 * none is started, since it would lose an attempt with it.
 */
export class Intake {
  readonly #source: PushSource;
  readonly #executor: IntakeParts['executor'];
  #last: Promise<unknown> = Promise.resolve();
  #call: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor({ source, executor }: IntakeParts) {
    this.#source = source;
    this.#executor = executor;
  }

  /**
   * Starts those of the tasks that can be started now. Resolves when each is settled or lost, to how
   * many were settled. Rejects where the database refuses to start them.
   */
  async take(deliveries: readonly string[]): Promise<number> {
    const starting = this.#last.then(() => this.#start(deliveries));
    this.#last = starting.catch(() => {});
    const ends = await Promise.all(await starting);
    return ends.filter((settled) => settled).length;
  }

  /** Starts nothing more; what was accepted and not started is left to who brings it again. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#call.catch(() => {});
  }

  async #start(deliveries: readonly string[]): Promise<End[]> {
    const ends: End[] = [];
    let left = [...new Set(deliveries)];
    while (left.length > 0 && !this.#stopped) {
      const call = this.#startPatiently(left);
      this.#call = call;
      const tasks = await call;
      ends.push(...tasks.map((task) => this.#run(task)));
      if (!tasks.some(({ redelivered }) => redelivered)) break;
      // It was taken alone; its neighbours are due when it has ended.
      await Promise.all(ends);
      const taken = new Set(tasks.map(({ delivery }) => delivery));
      left = left.filter((delivery) => !taken.has(delivery));
    }
    return ends;
  }

  #run(task: ClaimedTask): End {
    return new Promise((resolve) => this.#executor.pool.add([task], resolve));
  }

  /** The tasks that were started; none where the worker stopped meanwhile: they are given back. */
  async #startPatiently(deliveries: string[]): Promise<ClaimedTask[]> {
    const { trouble } = this.#executor;
    for (const failures = backOff(); ; ) {
      try {
        const tasks = await this.#source.start(deliveries);
        trouble.worked('starting tasks');
        if (!this.#stopped) return tasks;
        await this.#source.release(tasks);
        return [];
      } catch (error) {
        trouble.failed('starting tasks', error);
        if (!isConflict(error) || this.#stopped) throw error;
        await pause(failures.next(true));
      }
    }
  }
}
