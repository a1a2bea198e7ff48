import type { ClaimedTask, TaskOutcome, TaskResult } from '@pgflow/core-sql';
import { Abortion } from './abortion.js';

/** A task in the pool: `waiting` to start, `running`, or `done` with a result that is not settled. */
interface Entry {
  task: ClaimedTask;
  abortion: Abortion;
  onEnd: OnEnd | undefined;
  result?: TaskResult;
}

/** Called once when a task leaves the pool: with whether its result was settled, and counted. */
export type OnEnd = (settled: boolean) => void;

/** Options of {@link TaskPool}. */
export interface TaskPoolOptions {
  concurrency: number;
  prefetch: number;
  /** Runs one attempt; never rejects. */
  run: (task: ClaimedTask, abortion: Abortion) => Promise<TaskResult>;
  /** Called when a result came. */
  onResult: () => void;
}

/**
 * A sliding pool: a task starts as soon as one before it ends. A task that comes back because its
 * lease ran out may have killed its worker, so it runs alone: nothing starts beside it.
 */
export class TaskPool {
  readonly #options: TaskPoolOptions;
  readonly #waiting: Entry[] = [];
  readonly #running = new Set<Entry>();
  #done: Entry[] = [];

  constructor(options: TaskPoolOptions) {
    this.#options = options;
  }

  /** How many more tasks to claim; none while a task waits to run alone, or does. */
  get room(): number {
    if (this.#runsAlone || this.#waiting.some(({ task }) => task.redelivered)) return 0;
    const { concurrency, prefetch } = this.#options;
    return Math.max(0, concurrency + prefetch - this.#running.size - this.#waiting.length);
  }

  /** Tasks whose lease is to be kept: in whatever state, until their result is settled. */
  get claims(): ClaimedTask[] {
    return this.#entries.map(({ task }) => task);
  }

  /** Whether nothing waits, runs or is to be settled. */
  get empty(): boolean {
    return this.#waiting.length + this.#running.size + this.#done.length === 0;
  }

  /** Whether handlers run. */
  get busy(): boolean {
    return this.#running.size > 0;
  }

  add(tasks: readonly ClaimedTask[], onEnd?: OnEnd): void {
    for (const task of tasks) this.#waiting.push({ task, abortion: new Abortion(), onEnd });
    this.#startWaiting();
  }

  /** The results to settle. They count as claims until `forget`. */
  results(): TaskResult[] {
    return this.#done.flatMap(({ result }) => (result ? [result] : []));
  }

  /** Drops entries whose results were settled; the outcomes are in the order of the results. */
  forget(results: readonly TaskResult[], outcomes: readonly TaskOutcome[]): void {
    const settled = new Map(results.map((result, index) => [result, outcomes[index]]));
    this.#done = this.#done.filter(({ result, onEnd }) => {
      const outcome = result && settled.get(result);
      if (outcome) onEnd?.(outcome.outcome !== 'stale');
      return !outcome;
    });
  }

  /** Drops a task that is no longer ours: an attempt at it is aborted, its result does not count. */
  drop(task: ClaimedTask, reason: unknown): void {
    const entry = this.#entries.find((entry) => entry.task === task);
    if (!entry) return;
    const waiting = this.#waiting.indexOf(entry);
    if (waiting >= 0) this.#waiting.splice(waiting, 1);
    if (this.#running.delete(entry)) entry.abortion.abort(reason);
    this.#done = this.#done.filter((other) => other !== entry);
    entry.onEnd?.(false);
    this.#startWaiting();
  }

  /** Takes out what has not started. */
  takeWaiting(): ClaimedTask[] {
    const taken = this.#waiting.splice(0);
    for (const { onEnd } of taken) onEnd?.(false);
    return taken.map(({ task }) => task);
  }

  /** Leaves all that is still there to others, whose it is once the lease has run out. */
  abandon(): void {
    const left = this.#entries;
    this.#waiting.length = 0;
    this.#running.clear();
    this.#done = [];
    for (const { onEnd } of left) onEnd?.(false);
  }

  /** Ends all attempts; each gives a failed result with the reason. */
  abortAll(reason: unknown): void {
    for (const { abortion } of this.#running) abortion.abort(reason);
  }

  get #entries(): Entry[] {
    return [...this.#waiting, ...this.#running, ...this.#done];
  }

  /** Whether a task runs alone: then it is the only one that runs. */
  get #runsAlone(): boolean {
    const [first] = this.#running;
    return first?.task.redelivered === true;
  }

  #startWaiting(): void {
    const running = this.#running;
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      if (running.size >= this.#options.concurrency || this.#runsAlone) return;
      if (next.task.redelivered && running.size > 0) return;
      this.#waiting.shift();
      running.add(next);
      void this.#run(next);
    }
  }

  async #run(entry: Entry): Promise<void> {
    const result = await this.#options.run(entry.task, entry.abortion);
    // Dropped meanwhile: nobody wants the result.
    if (!this.#running.delete(entry)) return;
    entry.result = result;
    this.#done.push(entry);
    this.#startWaiting();
    this.#options.onResult();
  }
}
