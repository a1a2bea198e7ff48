import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from './arguments.js';
import { connect } from './connect.js';
import { DeadlockWatch } from './deadlock-watch.js';
import { Fleet } from './fleet.js';
import { inspect } from './inspect.js';
import { type Kind, kindNames } from './kinds.js';
import { plannedMembers } from './members.js';
import { patiently, pause } from './patiently.js';
import { plannedKills } from './planned-kills.js';
import { plannedRuns } from './planned-runs.js';
import { randomShapes } from './random-shape.js';
import { RunClient } from './run-client.js';
import { runKills } from './run-kills.js';
import { runnableFlow } from './runnable-flow.js';
import { startServer } from './server.js';
import { makeDatabase, setEndpoint } from './set-up-calls.js';
import { settle } from './settle.js';
import type { Summary } from './summary.js';

/** What chaos needs beside the command. */
export interface ChaosContext {
  seed: number;
  log: (text: string) => void;
  /** Ends the chaos early; what was begun is settled and checked all the same. */
  stop: AbortSignal;
  /** Ends the settling too. */
  quit: AbortSignal;
}

const CLIENT = 'chaos client';

/** Makes chaos, lets it settle, and looks at what became of all runs. */
export async function chaos(command: Command, context: ChaosContext): Promise<Summary> {
  const { seed, log, stop, quit } = context;
  const { server, isOurs } = await startServer();
  const mendedFolder = mkdtempSync(join(tmpdir(), 'pgflow-chaos-'));
  const fleet = new Fleet((line) => {
    if (command.out) appendFileSync(command.out, `${new Date().toISOString()} ${line}\n`);
  });
  let drop = async () => {};
  try {
    const database = await makeDatabase(server.url, isOurs);
    drop = database.drop;
    await using admin = connect(database.url, 'chaos admin', 2);
    await using sql = connect(database.url, CLIENT, 4);
    const shapes = randomShapes(seed, command.backends);
    const conduct = { seed, isMended: () => false, strays: false };
    const flows = new Map(shapes.map((shape) => [shape, runnableFlow(shape, conduct)]));
    const client = new RunClient(sql, flows, mendedFolder);
    await client.define();
    const common = {
      url: database.fleetUrl,
      seed,
      backends: command.backends,
      mendedFolder,
      strays: command.enabled.has('stray'),
      faults: command.enabled.has('requests'),
    };
    await fleet.start(plannedMembers(common, command.workers));
    await allStarted(fleet);
    for (const [slug, port] of fleet.functions) {
      await setEndpoint(admin, slug, `http://127.0.0.1:${port}`);
    }

    const durationMs = command.minutes * 60_000;
    const enabled = new Set(kindNames.filter((kind) => command.enabled.has(kind)));
    if (!isOurs) enabled.delete('restart');
    const ending = new AbortController();
    stop.addEventListener('abort', () => ending.abort());
    const over = ending.signal;
    const watched = new AbortController();
    const deadlocks = new DeadlockWatch();
    const watching = deadlocks.run(admin, watched.signal);
    const kills = new Map<Kind, number>();
    const progress = setInterval(() => {
      const killed = [...kills.values()].reduce((sum, count) => sum + count, 0);
      log(`${elapsed()} s: ${client.started.length} runs, ${killed} kills`);
    }, 5000);
    const beganAt = Date.now();
    const elapsed = () => Math.round((Date.now() - beganAt) / 1000);
    const targets = { server, fleet, admin, fleetUrl: database.fleetUrl, clients: [CLIENT] };
    const [minutes] = await Promise.all([
      pause(durationMs, over).then(() => {
        ending.abort();
        return (Date.now() - beganAt) / 60_000;
      }),
      client.startRuns(plannedRuns(seed, shapes), over),
      runKills(targets, plannedKills(seed, durationMs, enabled), kills, over),
    ]).finally(() => clearInterval(progress));

    log(`${elapsed()} s: the chaos is over, and what is left has ${command.settle} s to end`);
    fleet.calm();
    const tell = (text: string) => log(`${elapsed()} s: ${text}`);
    const patience = { patienceMs: command.settle * 1000, signal: quit, log: tell };
    const idle = await settle(admin, fleet, client.fatesMet(), patience);
    client.abandon();
    watched.abort();
    await watching;
    await patiently(() => deadlocks.look(admin));
    const found = await inspect(admin, seed, client.started);
    const crashed = fleet.crashes.map(
      (what) => ({ kind: 'crashed', law: 'workers end only when they are told', what }) as const,
    );
    return {
      seed,
      minutes,
      runs: client.started.length,
      endings: found.endings,
      ...found.effort,
      kills,
      faults: fleet.faults,
      deadlocks: Math.max(deadlocks.total, fleet.deadlocks + client.deadlocks),
      findings: [...found.findings, ...idle, ...crashed],
      isOurs,
    };
  } finally {
    fleet.close();
    await drop();
    await server.stop();
    rmSync(mendedFolder, { recursive: true, force: true });
  }
}

async function allStarted(fleet: Fleet): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (fleet.working.length < fleet.slots.length) {
    if (Date.now() > deadline)
      throw new Error(`the fleet does not start: ${fleet.crashes.join('\n')}`);
    await pause(50);
  }
}
