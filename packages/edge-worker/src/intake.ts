import type { ClaimedTask, PushSource } from '@pgflow/core-sql';
import { backOff } from '@pgflow/core-sql/process';
import type { Executor } from './executor.js';
import { pause } from './pause.js';
import { isConflict } from './settle-results.js';

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

/** A request that waits for its turn. */
interface Waiting {
  readonly deliveries: readonly string[];
  /** Lets it in with its work; with none where it has waited for too long, or the worker stops. */
  readonly enter: (work: Work | undefined) => void;
}

/** A task that was started; `end` tells, when it has left the pool, whether its result was settled. */
interface Started {
  readonly task: ClaimedTask;
  readonly end: Promise<boolean>;
}

/**
 * Starts the tasks that requests bring, in one round trip at a time: that of all requests which came
 * during the last one. Beside a task that has to run alone none is started, since it would lose an
 * attempt with it.
 */
export class Intake {
  readonly #source: PushSource;
  readonly #executor: IntakeParts['executor'];
  readonly #waiting = new Set<Waiting>();
  #turn: Promise<void> | undefined;
  #starting: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor({ source, executor }: IntakeParts) {
    this.#source = source;
    this.#executor = executor;
  }

  /** Begins to start tasks, when it is their turn; undefined where that does not come soon. */
  take(deliveries: readonly string[]): Promise<Work | undefined> {
    if (this.#stopped) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const waiting: Waiting = {
        deliveries,
        enter: (work) => {
          clearTimeout(timer);
          this.#waiting.delete(waiting);
          resolve(work);
        },
      };
      const timer = setTimeout(() => waiting.enter(undefined), PATIENCE);
      this.#waiting.add(waiting);
      this.#turn ??= this.#takeTurns();
    });
  }

  /** Starts nothing more; what was accepted and not started is left to who brings it again. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const { enter } of this.#waiting) enter(undefined);
    await this.#starting;
  }

  async #takeTurns(): Promise<void> {
    while (this.#waiting.size > 0 && !this.#stopped) {
      const requests = [...this.#waiting];
      const starting = this.#start([...new Set(requests.flatMap(({ deliveries }) => deliveries))]);
      this.#starting = starting.catch(() => {});
      for (const { deliveries, enter } of requests) enter({ done: doneOf(deliveries, starting) });
      try {
        await Promise.all((await starting).filter(isAlone).map(({ end }) => end));
      } catch {
        // The requests tell of it.
      }
    }
    this.#turn = undefined;
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

function isAlone({ task }: Started): boolean {
  return task.redelivered;
}

/** The end of one request's tasks. One that two requests brought counts for both. */
async function doneOf(
  deliveries: readonly string[],
  starting: Promise<Started[]>,
): Promise<number> {
  const brought = new Set(deliveries);
  const own = (await starting).filter(({ task }) => brought.has(task.delivery));
  const settled = await Promise.all(own.map(({ end }) => end));
  return settled.filter((isSettled) => isSettled).length;
}
