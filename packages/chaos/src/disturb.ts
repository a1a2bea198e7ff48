import type { DevPostgres } from '@pgflow/dev-postgres';
import type { Sql } from 'postgres';
import type { Fleet, Slot } from './fleet.js';
import { takeConnections, terminateAll, terminateFrom, terminateSession } from './kill-calls.js';
import type { Kind } from './kinds.js';
import { pause } from './patiently.js';
import type { PlannedKill } from './planned-kills.js';
import type { ProxiedConnection } from './proxied-connection.js';

/** What can be broken. */
export interface Targets {
  server: DevPostgres;
  fleet: Fleet;
  /** Sessions that no kill may end. */
  admin: Sql;
  fleetUrl: string;
  /** Names of the sessions of the runs' clients. */
  clients: string[];
}

/** Carries out one kill; resolves to whether there was something to kill. */
export function disturb(targets: Targets, kill: PlannedKill): Promise<boolean> | boolean {
  return actions[kill.kind](targets, kill);
}

type Action = (targets: Targets, kill: PlannedKill) => Promise<boolean> | boolean;

const actions: Record<Kind, Action> = {
  kill: ({ fleet }, { victim }) => {
    const slot = pick(fleet.working, victim);
    if (slot) fleet.kill(slot);
    return slot !== undefined;
  },
  stop: ({ fleet }, { victim }) => {
    const slot = pick(fleet.working, victim);
    if (slot) fleet.stop(slot);
    return slot !== undefined;
  },
  terminate: ({ admin, fleet, clients }, { victim }) =>
    terminateSession(admin, {
      names: [...fleet.slots.map(({ name }) => name), ...clients],
      victim,
    }),
  unlisten: ({ admin, fleet }, { victim }) => {
    const port = pick(open(fleet).filter(listens), victim)?.serverPort;
    return port === undefined ? false : terminateFrom(admin, port);
  },
  cut: ({ fleet }, { victim }) => {
    const connection = pick(open(fleet), victim);
    connection?.cut();
    return connection !== undefined;
  },
  freeze: ({ fleet }, { victim, manner }) => {
    const connection = pick(open(fleet), victim);
    connection?.freeze();
    setTimeout(() => connection?.thaw(), 1000 + 4000 * manner).unref();
    return connection !== undefined;
  },
  'half-open': ({ fleet }, { victim }) => halfOpen(pick(open(fleet).filter(works), victim)),
  deaf: ({ fleet }, { victim }) => halfOpen(pick(open(fleet).filter(listens), victim)),
  pool: ({ admin, fleet, fleetUrl }, { victim, manner }) => {
    const slot = pick(fleet.slots, victim) as Slot;
    return takeConnections(fleetUrl, 1 + manner, async () => {
      // Only who has to connect anew notices.
      await pause(100);
      await terminateAll(admin, slot.name);
    });
  },
  restart: async ({ server }, { manner }) => {
    await server.restart(manner < 0.5 ? 'fast' : 'immediate');
    return true;
  },
};

const listens = ({ listens: does }: ProxiedConnection) => does;
const works = ({ listens: does }: ProxiedConnection) => !does;

function open(fleet: Fleet): ProxiedConnection[] {
  return fleet.slots.flatMap(({ proxy }) => proxy.connections).filter(({ frozen }) => !frozen);
}

function pick<Item>(items: readonly Item[], fraction: number): Item | undefined {
  return items[Math.floor(fraction * items.length)];
}

function halfOpen(connection: ProxiedConnection | undefined): boolean {
  connection?.freeze();
  return connection !== undefined;
}
