import { seeded } from './random.js';

/**
 * What a handler does beside its work in one attempt. `throws`: fails, and may do better next time.
 * `hangs`: never returns and ignores its signal. `lags`: returns only after it was aborted. `strays`:
 * leaves a rejection behind that nobody handles.
 */
export interface Quirk {
  kind: 'none' | 'throws' | 'hangs' | 'lags' | 'strays';
  /** How long it takes to begin with, in ms. */
  delayMs: number;
}

/** An attempt, as far as its quirk depends on it. */
export interface AttemptName {
  runId: string;
  stepSlug: string;
  taskIndex: number;
  attempt: number;
}

/** Attempts from this one on have no quirks, so that no run fails by them. */
const LAST_QUIRKY_ATTEMPT = 4;

/** The quirk of an attempt: the same one each time that it is made with this seed. */
export function quirkOf(seed: number, attempt: AttemptName): Quirk {
  const { runId, stepSlug, taskIndex, attempt: number } = attempt;
  const random = seeded(seed, 'quirk', runId, stepSlug, taskIndex, number);
  const draw = random.fraction();
  // Most are quick; a few outlive a lease, which the heartbeat has to keep.
  const delayMs = random.chance(0.005) ? 4000 : random.below(random.chance(0.1) ? 400 : 30);
  if (number > LAST_QUIRKY_ATTEMPT || draw >= 0.06) return { kind: 'none', delayMs };
  if (draw < 0.003) return { kind: 'hangs', delayMs };
  if (draw < 0.006) return { kind: 'lags', delayMs };
  return { kind: draw < 0.009 ? 'strays' : 'throws', delayMs };
}
