/** The first and the longest pause after an error, in ms. */
const FIRST = 100;
const LONGEST = 5_000;

/** Pauses between tries: doubling up to 5 s, with jitter; short ones after a mere conflict. */
export function backOff() {
  let pause = FIRST;
  return {
    reset(): void {
      pause = FIRST;
    },
    next(conflict: boolean): number {
      const jitter = 0.5 + Math.random() / 2;
      if (conflict) return 10 * jitter;
      const now = pause * jitter;
      pause = Math.min(pause * 2, LONGEST);
      return now;
    },
  };
}
