/** The first pause after work, in ms; it doubles with each look that finds nothing. */
const FIRST_PAUSE = 50;

/** Decides when to look for work next, besides wake-ups and settles. */
export class PollTimer {
  readonly #longest: number;
  #pause = FIRST_PAUSE;
  #dueAt = 0;
  /** Known times at which there will be work, in whole seconds; a look after one clears it. */
  readonly #reminders = new Set<number>();

  constructor(longest: number) {
    this.#longest = longest;
  }

  /** Ms until the next look; 0 when it is due. */
  get left(): number {
    const dueAt = Math.min(this.#dueAt, ...[...this.#reminders].map((second) => second * 1000));
    return Math.max(0, dueAt - Date.now());
  }

  /** A look brought `found` of `wanted` tasks: a full answer means that there is more. */
  looked(found: number, wanted: number): void {
    for (const second of this.#reminders) {
      if (second * 1000 <= Date.now()) this.#reminders.delete(second);
    }
    if (found > 0) this.#pause = FIRST_PAUSE;
    const pause = Math.min(this.#pause, this.#longest);
    // Jitter, so that workers that start together do not look together for ever.
    this.#dueAt = found >= wanted ? 0 : Date.now() + pause * (0.75 + Math.random() / 2);
    if (found === 0) this.#pause = Math.min(this.#pause * 2, this.#longest);
  }

  /** Look now, and soon again: a wake-up can come before the work that it announces is visible. */
  wake(): void {
    this.#pause = FIRST_PAUSE;
    this.#dueAt = 0;
  }

  /** Look also at a time, rounded up to a second, whatever other looks find before it. */
  lookAt(time: number): void {
    this.#reminders.add(Math.ceil(time / 1000));
  }
}
