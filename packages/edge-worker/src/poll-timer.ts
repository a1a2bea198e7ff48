/** The first pause after work, in ms; it doubles with each look that finds nothing. */
const FIRST_PAUSE = 50;

/** The least time between two looks of a worker that met others, in ms: it doubles with each time. */
const FIRST_GAP = 5;
const LONGEST_GAP = 200;

/** What is left of the gap after a look that met nobody. So workers spread out, whatever their number. */
const GAP_DECAY = 0.95;

/** Decides when to look for work next, besides wake-ups and settles. */
export class PollTimer {
  #longest: number;
  #pause = FIRST_PAUSE;
  #dueAt = 0;
  #gap = 0;
  #lookedAt = 0;
  /** Known times at which there will be work; a look after one clears it. */
  readonly #reminders = new Set<number>();

  constructor(longest: number) {
    this.#longest = longest;
  }

  /** Ms until the next look; 0 when it is due. */
  get left(): number {
    return Math.max(0, Math.min(this.#dueAt, ...this.#reminders) - Date.now());
  }

  /** Whether a look may come along with each settle: this worker met no others lately. */
  get unhindered(): boolean {
    return this.#gap === 0;
  }

  /** A look brought `found` of `wanted` tasks: a full answer means that there is more. */
  looked(found: number, wanted: number): void {
    this.#noteLook();
    this.#gap = this.#gap < FIRST_GAP ? 0 : this.#gap * GAP_DECAY;
    if (found > 0) this.#pause = FIRST_PAUSE;
    const pause = Math.min((found > 0 && this.#gap) || this.#pause, this.#longest);
    this.#dueAt = found >= wanted ? 0 : Date.now() + jittered(pause);
    if (found === 0) this.#pause = Math.min(this.#pause * 2, this.#longest);
  }

  /** A look met other workers: what there is, they take. Stays away for longer each time. */
  crowded(): void {
    this.#noteLook();
    this.#gap = Math.min(Math.max(this.#gap * 2, FIRST_GAP), LONGEST_GAP, this.#longest);
    this.#dueAt = this.#lookedAt + jittered(this.#gap);
  }

  /**
   * Look now (or after the gap to the last look, when there are others), and soon again: a wake-up
   * can come before the work that it announces is visible.
   */
  wake(): void {
    this.#pause = FIRST_PAUSE;
    this.#dueAt = Math.min(this.#dueAt, this.#lookedAt + jittered(this.#gap));
  }

  /** Any look answers the reminders that are due: one that met others comes again soon anyway. */
  #noteLook(): void {
    this.#lookedAt = Date.now();
    for (const time of this.#reminders) {
      if (time > this.#lookedAt) continue;
      this.#reminders.delete(time);
      // The clock of the database may be behind ours.
      this.#pause = FIRST_PAUSE;
    }
  }

  /**
   * Look also at a time, whatever other looks find before it; rounded up by a tenth of what is left and
   * a second at most, so that there are not as many times to remember as there are tasks.
   */
  lookAt(time: number): void {
    const left = Math.max(0, time - Date.now());
    const grain = Math.min(2 ** Math.max(4, Math.floor(Math.log2(left / 10))), 1000);
    this.#reminders.add(Math.ceil(time / grain) * grain);
  }

  /** Lets no pause be longer than `ms` from now on. */
  limit(ms: number): void {
    this.#longest = Math.min(this.#longest, ms);
    this.#pause = Math.min(this.#pause, this.#longest);
    this.#dueAt = Math.min(this.#dueAt, Date.now() + this.#pause);
  }
}

/** Workers that start together shall not look together for ever. */
function jittered(ms: number): number {
  return ms * (0.75 + Math.random() / 2);
}
