import type { ClaimedTask, TaskResult } from '@pgflow/core-sql';
import { Abortion } from './abortion.js';

/** A task in the pool: `waiting` to start, `running`, or `done` with a result that is not settled. */
interface Entry {
  task: ClaimedTask;
  abortion: Abortion;
  result?: TaskResult;
}

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
    return [...this.#waiting, ...this.#running, ...this.#done].map(({ task }) => task);
  }

  /** Whether nothing waits, runs or is to be settled. */
  get empty(): boolean {
    return this.#waiting.length + this.#running.size + this.#done.length === 0;
  }

  /** Whether handlers run. */
  get busy(): boolean {
    return this.#running.size > 0;
  }

  add(tasks: readonly ClaimedTask[]): void {
    for (const task of tasks) this.#waiting.push({ task, abortion: new Abortion() });
    this.#startWaiting();
  }

  /** The results to settle. They count as claims until `forget`. */
  results(): TaskResult[] {
    return this.#done.flatMap(({ result }) => (result ? [result] : []));
  }

  /** Drops entries whose results were settled. */
  forget(results: readonly TaskResult[]): void {
    const settled = new Set(results);
    this.#done = this.#done.filter(({ result }) => !(result && settled.has(result)));
  }

  /** Drops a task that is no longer ours: an attempt at it is aborted, its result does not count. */
  drop(task: ClaimedTask, reason: unknown): void {
    const isIt = (entry: Entry) => entry.task === task;
    const waiting = this.#waiting.findIndex(isIt);
    if (waiting >= 0) this.#waiting.splice(waiting, 1);
    for (const entry of [...this.#running].filter(isIt)) {
      this.#running.delete(entry);
      entry.abortion.abort(reason);
    }
    this.#done = this.#done.filter((entry) => !isIt(entry));
    this.#startWaiting();
  }

  /** Takes out what has not started. */
  takeWaiting(): ClaimedTask[] {
    return this.#waiting.splice(0).map(({ task }) => task);
  }

  /** Ends all attempts; each gives a failed result with the reason. */
  abortAll(reason: unknown): void {
    for (const { abortion } of this.#running) abortion.abort(reason);
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
