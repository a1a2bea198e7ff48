import type { Sql } from 'postgres';
import type { Finding } from './findings.js';
import type { Fleet, Slot } from './fleet.js';
import { patiently } from './patiently.js';
import { callersOf } from './watch-calls.js';

/** What members have to be seen doing when nobody disturbs them, by the calls that they make for it. */
const duties: Record<Slot['role'], Record<string, string>> = {
  worker: { 'looks for work': 'settle_and_claim', 'keeps its leases': 'extend_step_tasks' },
  // One that was sent nothing yet calls nobody.
  function: {},
  dispatcher: { 'takes calls': 'take_calls' },
};

/** Watches whether the members of a fleet do their duties. */
export class DutyWatch {
  readonly #sql: Sql;
  readonly #fleet: Fleet;
  readonly #seen = new Set<string>();
  readonly #from = Date.now();

  constructor(sql: Sql, fleet: Fleet) {
    this.#sql = sql;
    this.#fleet = fleet;
  }

  /** Looks once; what is seen once is done. */
  async look(): Promise<void> {
    for (const [duty, call] of Object.values(duties).flatMap(Object.entries)) {
      const names = await patiently(() => callersOf(this.#sql, call, this.#from));
      for (const name of names) this.#seen.add(`${name} ${duty}`);
    }
    for (const slot of this.#fleet.slots) {
      if (slot.role === 'function' && (await answers(slot))) this.#seen.add(`${slot.name} answers`);
    }
  }

  /** What nobody was seen doing yet. */
  get undone(): Finding[] {
    return this.#fleet.slots.flatMap(({ name, role, proxy }) => {
      const asked = role === 'function' ? ['answers'] : Object.keys(duties[role]);
      const undone = asked.filter((duty) => !this.#seen.has(`${name} ${duty}`));
      const hears = proxy.connections.some(({ listens, frozen }) => listens && !frozen);
      if (role !== 'function' && !hears) undone.push('hears of wake-ups');
      return undone.map((duty) => ({ kind: 'stuck', law: `a ${role} ${duty}`, what: name }));
    });
  }
}

/** Whether a function refuses what is no call, as it does without a look at the database. */
async function answers({ port }: Slot): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}`, {
    signal: AbortSignal.timeout(2000),
  }).catch(() => undefined);
  return answer?.status === 405;
}
