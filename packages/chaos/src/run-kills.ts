import { disturb, type Targets } from './disturb.js';
import type { Kind } from './kinds.js';
import { pause } from './patiently.js';
import type { PlannedKill } from './planned-kills.js';

/** What takes longer gave no kill, in ms: Postgres may be away. */
const LIMIT_MS = 10_000;

/** Carries out kills at their times until the signal is aborted, and counts those that met a victim. */
export async function runKills(
  targets: Targets,
  kills: readonly PlannedKill[],
  counts: Map<Kind, number>,
  signal: AbortSignal,
): Promise<void> {
  const beganAt = Date.now();
  const going: Promise<void>[] = [];
  for (const kill of kills) {
    await pause(beganAt + kill.atMs - Date.now(), signal);
    if (signal.aborted) break;
    going.push(carryOut(targets, kill, counts));
  }
  await Promise.race([Promise.all(going), pause(LIMIT_MS)]);
}

async function carryOut(targets: Targets, kill: PlannedKill, counts: Map<Kind, number>) {
  try {
    if (!(await disturb(targets, kill))) return;
    counts.set(kill.kind, (counts.get(kill.kind) ?? 0) + 1);
  } catch (error) {
    // An earlier kill can be in the way of this one. A server that does not come back is not that.
    if (kill.kind === 'restart') throw error;
  }
}
