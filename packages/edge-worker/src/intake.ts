import type { ClaimedTask, PushSource } from '@pgflow/core-sql';
import { backOff } from '@pgflow/core-sql/process';
import type { Executor } from './executor.js';
import { pause } from './pause.js';
import { isConflict } from './settle-results.js';
import { Turns } from './turns.js';

/** How long a request waits for its turn, in ms: who sends it waits at least 5 s for the answer. */
const PATIENCE = 3_000;

/** What an intake needs. */
export interface IntakeParts {
  source: PushSource;
  executor: Pick<Executor, 'pool' | 'trouble'>;
}

/** The work that a request brought. */
export interface Work {
  /**
   * Resolves when each task that could be started is settled or lost, to how many were settled. Rejects
   * where the database refuses to start them.
   */
  readonly done: Promise<number>;
}

/** A task that was started; `end` tells, when it has left the pool, whether its result was settled. */
interface Started {
  readonly task: ClaimedTask;
  readonly end: Promise<boolean>;
}

/**
 * Starts the tasks that requests bring, of one request at a time: beside a task that has to run alone
 * none is started, since it would lose an attempt with it.
 */
export class Intake {
  readonly #source: PushSource;
  readonly #executor: IntakeParts['executor'];
  readonly #turns = new Turns();
  #starting: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor({ source, executor }: IntakeParts) {
    this.#source = source;
    this.#executor = executor;
  }

  /** Begins to start tasks, when it is their turn; undefined where that does not come soon. */
  async take(deliveries: readonly string[]): Promise<Work | undefined> {
    const endTurn = await this.#turns.next(PATIENCE);
    if (!endTurn || this.#stopped) {
      endTurn?.();
      return undefined;
    }
    const starting = this.#start([...deliveries]);
    this.#starting = starting.catch(() => {});
    const ended = (all: Started[]) => Promise.all(all.map(({ end }) => end));
    void starting
      .then((started) => ended(started.filter(({ task }) => task.redelivered)))
      .catch(() => {})
      .then(endTurn);
    return { done: starting.then(ended).then((ends) => ends.filter((settled) => settled).length) };
  }

  /** Starts nothing more; what was accepted and not started is left to who brings it again. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#starting;
  }

  async #start(deliveries: string[]): Promise<Started[]> {
    const { pool, trouble } = this.#executor;
    for (const failures = backOff(); ; ) {
      try {
        const tasks = await this.#source.start(deliveries);
        trouble.worked('starting tasks');
        if (!this.#stopped) {
          return tasks.map((task) => ({
            task,
            end: new Promise((resolve) => pool.add([task], resolve)),
          }));
        }
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
