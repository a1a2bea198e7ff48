import type { Sql } from 'postgres';
import { DutyWatch } from './duties.js';
import type { Finding } from './findings.js';
import type { Fleet } from './fleet.js';
import { patiently, pause } from './patiently.js';
import { leftOver } from './watch-calls.js';

/** How long is waited, and who hears of it. */
export interface Patience {
  patienceMs: number;
  /** Ends the waiting. */
  signal: AbortSignal;
  log: (text: string) => void;
}

/** How often it is told what is waited for, in ms. */
const TELL_EVERY_MS = 5000;

/**
 * Waits, `patienceMs` at the longest, until `fates` are met, no run and no delivery is left and all
 * members do their duties. Resolves to what some still fail to do; what is left of runs, the checks find.
 */
export async function settle(
  sql: Sql,
  fleet: Fleet,
  fates: Promise<void>,
  { patienceMs, signal, log }: Patience,
): Promise<Finding[]> {
  const from = Date.now();
  let met = false;
  let failure: unknown;
  fates.then(
    () => {
      met = true;
    },
    (error) => {
      failure = error;
    },
  );
  let toldAt = from;
  const duties = new DutyWatch(sql, fleet);
  for (;;) {
    await duties.look();
    if (failure) throw failure;
    const left = await patiently(() => leftOver(sql));
    const { undone } = duties;
    const done = met && left.runs + left.deliveries + undone.length === 0;
    if (done || Date.now() - from > patienceMs || signal.aborted) return undone;
    if (Date.now() - toldAt >= TELL_EVERY_MS) {
      toldAt = Date.now();
      const idle = undone.map(({ what, law }) => `, ${what}: ${law}`).join('');
      log(`waiting for ${left.runs} runs, ${left.deliveries} deliveries${idle}`);
    }
    await pause(250, signal);
  }
}
