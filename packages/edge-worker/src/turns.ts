/** Lets in one at a time, in the order in which they came. */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /** Waits for a turn, `ms` at the longest. Resolves to what ends it; undefined if it did not come. */
  async next(ms: number): Promise<(() => void) | undefined> {
    const before = this.#last;
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.#last = before.then(() => ended);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(resolve, ms, 'late');
    });
    const first = await Promise.race([before, late]);
    clearTimeout(timer);
    if (first !== 'late') return end;
    end();
    return undefined;
  }
}
