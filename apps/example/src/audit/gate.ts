import { setTimeout as sleep } from 'node:timers/promises';

/** How gently a site is read. */
export interface Pace {
  /** Requests under way at once. */
  concurrency: number;
  /** Milliseconds between the starts of two requests. */
  delayMs: number;
}

/** Lets requests to one host through at a pace. */
export class Gate {
  #active = 0;
  #nextStart = 0;
  readonly #now: () => number;
  readonly #waiting = new Set<() => void>();

  /** @param now the clock, in milliseconds. @default Date.now */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Waits for a turn and gives the function that ends it. Rejects when `signal` aborts the wait. */
  async enter(pace: Pace, signal?: AbortSignal): Promise<() => void> {
    while (this.#active >= pace.concurrency) await this.#turnEnds(signal);
    signal?.throwIfAborted();
    this.#active += 1;
    const start = Math.max(this.#now(), this.#nextStart);
    this.#nextStart = start + pace.delayMs;
    try {
      if (start > this.#now())
        await sleep(start - this.#now(), undefined, signal ? { signal } : {});
    } catch (error) {
      this.#leave();
      throw error;
    }
    return () => this.#leave();
  }

  #leave(): void {
    this.#active -= 1;
    for (const wake of this.#waiting) wake();
  }

  #turnEnds(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (end: () => void) => () => {
        this.#waiting.delete(wake);
        signal?.removeEventListener('abort', abort);
        end();
      };
      const wake = settle(resolve);
      const abort = settle(() => reject(signal?.reason));
      this.#waiting.add(wake);
      signal?.addEventListener('abort', abort);
      if (signal?.aborted) abort();
    });
  }
}
