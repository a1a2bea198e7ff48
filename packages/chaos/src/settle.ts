import type { Sql } from 'postgres';
import type { Finding } from './findings.js';
import type { Fleet } from './fleet.js';
import { patiently, pause } from './patiently.js';
import { callersOf, leftOver } from './watch-calls.js';

/** What a worker has to be seen doing when nobody disturbs it, by the call that it makes for it. */
const duties = {
  'looks for work': 'settle_and_claim',
  'keeps its leases': 'extend_step_tasks',
} as const;

/**
 * Waits, `patienceMs` at the longest, until `fates` are met, no run and no delivery is left and every
 * worker does its duties. Resolves to what workers still fail to do; what is left of runs, the checks find.
 */
export async function settle(
  sql: Sql,
  fleet: Fleet,
  fates: Promise<void>,
  { patienceMs, signal }: { patienceMs: number; signal: AbortSignal },
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
  const seen = new Set<string>();
  for (;;) {
    for (const [duty, call] of Object.entries(duties)) {
      for (const name of await patiently(() => callersOf(sql, call, from))) {
        seen.add(`${name} ${duty}`);
      }
    }
    if (failure) throw failure;
    const left = await patiently(() => leftOver(sql));
    const idle = idleWorkers(fleet, seen);
    const done = met && left.runs + left.deliveries + idle.length === 0;
    if (done || Date.now() - from > patienceMs || signal.aborted) return idle;
    await pause(250, signal);
  }
}

function idleWorkers(fleet: Fleet, seen: ReadonlySet<string>): Finding[] {
  return fleet.slots.flatMap(({ name, proxy }) => {
    const finding = (law: string): Finding => ({
      kind: 'stuck',
      law: `a worker ${law}`,
      what: name,
    });
    const undone = Object.keys(duties).filter((duty) => !seen.has(`${name} ${duty}`));
    const hears = proxy.connections.some(({ listens, frozen }) => listens && !frozen);
    return [...undone, ...(hears ? [] : ['hears of wake-ups'])].map(finding);
  });
}
