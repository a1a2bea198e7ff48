/**
 * The end of an attempt from outside: by its timeout, a lost lease or the worker's stop. What most
 * attempts never need, the signal, is made when somebody asks for it.
 */
export class Abortion {
  #controller?: AbortController;
  #aborted?: { reason: unknown };
  #reject?: (reason: unknown) => void;

  /** Aborted with the reason, in the past and in the future. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#aborted) this.#controller.abort(this.#aborted.reason);
    return this.#controller.signal;
  }

  /** Only the first reason counts. */
  abort(reason: unknown): void {
    if (this.#aborted) return;
    this.#aborted = { reason };
    this.#controller?.abort(reason);
    this.#reject?.(reason);
  }

  /** Settles as the work does, or rejects with the reason as soon as there is one. */
  race<Value>(work: () => Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      if (this.#aborted) reject(this.#aborted.reason);
      else work().then(resolve, reject);
    });
  }
}
