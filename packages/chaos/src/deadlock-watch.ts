import type { Sql } from 'postgres';
import { pause } from './patiently.js';
import { deadlocksOf } from './watch-calls.js';

/** Adds up the deadlocks that Postgres counts, through crashes, which make it forget them. */
export class DeadlockWatch {
  total = 0;
  #last = 0;

  /** Looks twice a second until the signal is aborted. */
  async run(sql: Sql, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(500, signal);
      await this.look(sql).catch(() => {});
    }
  }

  async look(sql: Sql): Promise<void> {
    const now = await deadlocksOf(sql);
    this.total += now < this.#last ? now : now - this.#last;
    this.#last = now;
  }
}
