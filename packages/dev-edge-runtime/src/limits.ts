import type { UnloadReason } from './messages.js';
import { cpuMs, memoryMb } from './usage.js';

/** What an isolate may use. */
export interface Limits {
  /** ms */
  wallClockMs: number;
  /** ms of CPU time */
  cpuMs: number;
  /** MB */
  memoryMb: number;
}

/** What is done to an isolate that comes near a limit. */
export interface Limited {
  readonly record: { pid: number };
  /** At half of a limit. May be called again. */
  retire(): void;
  /** At nine tenths; once per limit. */
  unload(reason: UnloadReason): void;
  /** At the limit. */
  kill(reason: UnloadReason): void;
}

const intervalMs = 20;

/** Watches what an isolate uses from now on, until `stop`. */
export class LimitWatch {
  readonly #isolate: Limited;
  readonly #timer: NodeJS.Timeout;
  readonly #told = new Set<UnloadReason>();
  #wallStart = Date.now();
  #cpuStart: number;

  constructor(isolate: Limited, limits: Limits) {
    const { pid } = isolate.record;
    this.#isolate = isolate;
    this.#cpuStart = cpuMs(pid);
    const memoryStart = memoryMb(pid);
    this.#timer = setInterval(() => {
      this.#check('wall_clock', (Date.now() - this.#wallStart) / limits.wallClockMs);
      this.#check('cpu', (cpuMs(pid) - this.#cpuStart) / limits.cpuMs);
      this.#check('memory', (memoryMb(pid) - memoryStart) / limits.memoryMb);
    }, intervalMs);
  }

  /** Counts from `at`, in ms since 1970, though told later. */
  restart(at: number): void {
    this.#wallStart = at;
    // One thread uses no more CPU time than time passes, so what was used since is not forgiven.
    const sinceMs = Date.now() - at;
    this.#cpuStart = Math.max(this.#cpuStart, cpuMs(this.#isolate.record.pid) - sinceMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #check(reason: UnloadReason, used: number): void {
    if (used >= 0.5) this.#isolate.retire();
    if (used >= 0.9 && !this.#told.has(reason)) {
      this.#told.add(reason);
      this.#isolate.unload(reason);
    }
    if (used >= 1) this.#isolate.kill(reason);
  }
}
