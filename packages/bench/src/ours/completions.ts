import { performance } from 'node:perf_hooks';
import type { ClaimedTask } from '@pgflow/core-sql';

/** What is told of a completed task. */
export type CompletedTask = Pick<ClaimedTask, 'runId' | 'stepSlug'>;

/** Told of the tasks whose completion was committed together. */
export type OnCompleted = (tasks: readonly CompletedTask[]) => void;

/** Options of {@link Completions}. */
export interface CompletionsOptions {
  /** The step with which a run ends, where the ends of runs are asked for. */
  lastStep?: string;
  /** How long nothing may be completed before work counts as lost, in ms. @default 20000 */
  patienceMs?: number;
}

/** Counts completed tasks, and tells those who wait for a number of them or for the end of a run. */
export class Completions {
  readonly #lastStep: string | undefined;
  readonly #patienceMs: number;
  readonly #endedAt = new Map<string, number>();
  #count = 0;
  #changed = () => {};

  constructor({ lastStep, patienceMs = 20_000 }: CompletionsOptions = {}) {
    this.#lastStep = lastStep;
    this.#patienceMs = patienceMs;
  }

  /** Tasks that were completed so far. */
  get count(): number {
    return this.#count;
  }

  /** Give it to the workers. */
  note: OnCompleted = (tasks) => {
    this.#count += tasks.length;
    for (const { runId, stepSlug } of tasks) {
      if (stepSlug === this.#lastStep) this.#endedAt.set(runId, performance.now());
    }
    this.#changed();
  };

  /** Resolves when so many tasks have been completed in all. One may wait at a time, as below. */
  async reach(count: number): Promise<void> {
    await this.#until(() => this.#count >= count || undefined, `${count} completed tasks`);
  }

  /** The time at which the last step of a run was completed, of the clock of `performance`. */
  endOf(runId: string): Promise<number> {
    return this.#until(() => this.#endedAt.get(runId), `the end of run ${runId}`);
  }

  async #until<Found>(find: () => Found | undefined, what: string): Promise<Found> {
    let seen = this.#count;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<Found>((resolve, reject) => {
        this.#changed = () => {
          const found = find();
          if (found !== undefined) resolve(found);
        };
        timer = setInterval(() => {
          const stuck = `work was lost: waited for ${what}, stuck at ${seen} completed tasks`;
          if (this.#count === seen) reject(new Error(stuck));
          seen = this.#count;
        }, this.#patienceMs);
        this.#changed();
      });
    } finally {
      clearInterval(timer);
    }
  }
}
