/**
 * Lets one loop wait for whatever comes first: a call of `ring`, or a time. A ring while nobody waits
 * is kept, so none is lost between looking and waiting.
 */
export class SignalBox {
  #rung = false;
  #wake: (() => void) | undefined;

  /** Ends the wait, or the next one. */
  ring = (): void => {
    this.#rung = true;
    this.#wake?.();
  };

  /** Waits for a ring, `ms` at the longest. Resolves to whether it rang. */
  async wait(ms: number): Promise<boolean> {
    if (!this.#rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = undefined;
    }
    const rung = this.#rung;
    this.#rung = false;
    return rung;
  }
}
