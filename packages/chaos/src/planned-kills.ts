import { type Kind, kindNames, kinds } from './kinds.js';
import { seeded } from './random.js';

/** A kill as the seed wants it. */
export interface PlannedKill {
  /** Since the chaos began, in ms. */
  atMs: number;
  kind: Kind;
  /** A fraction in [0, 1) that picks the victim. */
  victim: number;
  /** A fraction in [0, 1) that picks how, or for how long. */
  manner: number;
}

/** The mean time between two kills, in ms: about 85 a minute, since some find no victim. */
const INTERVAL_MS = 700;

/** Postgres is restarted once in each of these, in ms. */
const RESTART_EVERY_MS = 30_000;

/** The kills of a seed for the enabled kinds, in the order of their times. */
export function plannedKills(
  seed: number,
  durationMs: number,
  enabled: ReadonlySet<Kind>,
): PlannedKill[] {
  const random = seeded(seed, 'kills');
  // Dealt like cards, so that a short chaos has all kinds too.
  const deck = kindNames.flatMap((kind) =>
    enabled.has(kind) ? Array.from({ length: kinds[kind].weight }, () => kind) : [],
  );
  const kill = (atMs: number, kind: Kind) => ({
    atMs,
    kind,
    victim: random.fraction(),
    manner: random.fraction(),
  });
  const kills: PlannedKill[] = [];
  let hand: Kind[] = [];
  let atMs = 0;
  for (;;) {
    atMs += INTERVAL_MS * (0.5 + random.fraction());
    if (hand.length === 0) hand = random.shuffle(deck);
    const kind = hand.pop();
    if (atMs > durationMs || kind === undefined) break;
    kills.push(kill(atMs, kind));
  }
  if (enabled.has('restart')) {
    for (let from = 0; from < durationMs; from += RESTART_EVERY_MS) {
      const restartAt = from + 8_000 + 8_000 * random.fraction();
      if (restartAt < durationMs) kills.push(kill(restartAt, 'restart'));
    }
  }
  return kills.sort((one, other) => one.atMs - other.atMs);
}
