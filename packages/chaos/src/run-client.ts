import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AnyFlow, type Client, createClient, PgflowError } from '@pgflow/core-sql';
import type { Sql } from 'postgres';
import { patiently, pause } from './patiently.js';
import type { PlannedRun } from './planned-runs.js';
import type { Shape } from './random-shape.js';
import { runsWithStatus } from './watch-calls.js';

/** Runs that are at work at once, at most. */
const AT_ONCE = 30;

/** A run that was started, with the answer of its cancel where it had one. */
export interface StartedRun extends PlannedRun {
  flowId: number;
  /** true: this call cancelled it. unknown: the answer was lost. */
  cancelled?: boolean | 'unknown';
}

/** Starts runs as they are planned and does to them what their fates want; repeats what fails. */
export class RunClient {
  readonly started: StartedRun[] = [];
  /** Deadlocks that this client was told of. */
  deadlocks = 0;
  readonly #sql: Sql;
  readonly #client: Client;
  readonly #flows: ReadonlyMap<Shape, AnyFlow>;
  readonly #mendedFolder: string;
  readonly #flowIds = new Map<Shape, number>();
  readonly #fates: Promise<void>[] = [];
  #abandoned = false;

  constructor(sql: Sql, flows: ReadonlyMap<Shape, AnyFlow>, mendedFolder: string) {
    this.#sql = sql;
    this.#client = createClient(sql);
    this.#flows = flows;
    this.#mendedFolder = mendedFolder;
  }

  /** Stores the definitions of all versions, so that they have their numbers whoever comes first. */
  async define(): Promise<void> {
    for (const [shape, flow] of this.#flows) {
      const { flowId } = await this.#call(() => this.#client.define(flow));
      this.#flowIds.set(shape, flowId);
    }
  }

  /** Starts one run after the other until the signal is aborted. */
  async startRuns(planned: Iterable<PlannedRun>, signal: AbortSignal): Promise<void> {
    for (const run of planned) {
      while (!signal.aborted && (await this.#atWork()) >= AT_ONCE) await pause(100, signal);
      if (signal.aborted) return;
      const started = await this.#start(run);
      this.started.push(started);
      this.#fates.push(
        this.#meetFate(started).catch((error) => {
          if (!this.#abandoned) throw error;
        }),
      );
      await pause(20, signal);
    }
  }

  /** Resolves when all that was to be done to runs was done: of one that never ends, never. */
  async fatesMet(): Promise<void> {
    await Promise.all(this.#fates);
  }

  /** Gives up what was to be done, so that `sql` can be ended. */
  abandon(): void {
    this.#abandoned = true;
  }

  async #start(run: PlannedRun): Promise<StartedRun> {
    const { runId, shape, input, deploy } = run;
    if (deploy) {
      const flow = this.#flows.get(deploy) as AnyFlow;
      await this.#call(() => this.#client.define(flow, { current: true }));
    }
    // The same id each time, so that one whose answer was lost is not started twice.
    await this.#call(() => this.#client.start(shape.slug, input, { runId }), ['PF015']);
    return { ...run, flowId: this.#flowIds.get(shape) as number };
  }

  async #meetFate(run: StartedRun): Promise<void> {
    const handle = this.#client.run(run.runId);
    const retry = () => this.#call(() => handle.retry(), ['PF014']);
    if (run.fate === 'mended') {
      await this.#ended(run.runId);
      writeFileSync(join(this.#mendedFolder, run.runId), '');
      await retry();
    }
    if (run.fate !== 'cancelled' && run.fate !== 'revived') return;
    await pause(run.delayMs);
    let tries = 0;
    run.cancelled = await this.#call(() => {
      tries++;
      return handle.cancel();
    });
    if (tries > 1 && !run.cancelled) run.cancelled = 'unknown';
    if (run.fate === 'cancelled') return;
    await pause(run.delayMs);
    await retry();
  }

  async #ended(runId: string): Promise<void> {
    while ((await this.#call(() => this.#client.run(runId).progress())).status === 'started') {
      await pause(300);
    }
  }

  async #atWork(): Promise<number> {
    return (await this.#call(() => runsWithStatus(this.#sql, 'started'))) ?? 0;
  }

  /** Makes a call until it is answered; resolves to undefined where the answer is one of `codes`. */
  async #call<Result>(call: () => Promise<Result>, codes: string[]): Promise<Result | undefined>;
  async #call<Result>(call: () => Promise<Result>): Promise<Result>;
  async #call<Result>(call: () => Promise<Result>, codes: string[] = []) {
    const isAnswer = (error: unknown) => PgflowError.is(error) && codes.includes(error.code);
    const isFinal = (error: unknown) => this.#abandoned || isAnswer(error);
    try {
      return await patiently(call, {
        isFinal,
        onError: (error) => {
          if (String(error).includes('deadlock detected')) this.deadlocks++;
        },
      });
    } catch (error) {
      if (isAnswer(error)) return undefined;
      throw error;
    }
  }
}
