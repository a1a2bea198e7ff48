import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import {
  CALM,
  type MemberOptions,
  type ProcessStarted,
  type RequestBroken,
} from './process-options.js';
import type { RequestFault } from './request-faults.js';
import { TcpProxy } from './tcp-proxy.js';

/** Lines that are kept of what a process wrote. */
const KEPT_LINES = 15;

/** A member of the fleet. Whoever takes its place when it ends is the same slot. */
export interface Slot {
  name: string;
  role: MemberOptions['role'];
  proxy: TcpProxy;
  child: ChildProcess;
  /** Whether it has started, and was not told to stop. */
  works: boolean;
  /** The flow of a function. */
  slug: string | undefined;
  /** Where a function listens; whoever takes its place listens there too. */
  port: number | undefined;
}

/** The processes, each with a proxy of its own to Postgres; one that ends is replaced at once. */
export class Fleet {
  readonly slots: Slot[] = [];
  /** What was written by those that ended though nobody killed them, or not as they were told. */
  readonly crashes: string[] = [];
  /** Deadlocks that processes were told of. */
  deadlocks = 0;
  /** How many requests were broken, and how. */
  readonly faults = new Map<RequestFault, number>();
  #calm = false;
  #closed = false;
  readonly #onLine: (line: string) => void;

  /** `onLine` gets whatever processes write, with their names. */
  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  /** Starts a process for each member, whose `url` is that of Postgres itself. */
  async start(members: readonly MemberOptions[]): Promise<void> {
    for (const options of members) {
      const { hostname, port } = new URL(options.url);
      const proxy = await TcpProxy.open({ host: hostname, port: Number(port || 5432) });
      const url = new URL(options.url);
      url.hostname = '127.0.0.1';
      url.port = String(proxy.port);
      const { name, role } = options;
      const slug = 'slug' in options ? options.slug : undefined;
      const slot = { name, role, slug, proxy } as Slot;
      this.#spawn(slot, { ...options, url: url.href });
      this.slots.push(slot);
    }
  }

  /** The members that can be killed. */
  get working(): Slot[] {
    return this.slots.filter(({ works }) => works);
  }

  /** Where the functions of flows listen, by the slugs of those. */
  get functions(): Map<string, number> {
    return new Map(this.slots.flatMap(({ slug, port }) => (slug && port ? [[slug, port]] : [])));
  }

  /** SIGKILLs the process of a slot. */
  kill(slot: Slot): void {
    slot.child.kill('SIGKILL');
  }

  /** Has the process of a slot end in order. */
  stop(slot: Slot): void {
    slot.works = false;
    slot.child.kill('SIGTERM');
  }

  /** From now on no request is broken. */
  calm(): void {
    this.#calm = true;
    for (const { role, child } of this.slots) {
      if (role === 'function' && child.connected) child.send(CALM);
    }
  }

  /** Ends all processes and their proxies. */
  close(): void {
    this.#closed = true;
    for (const { child, proxy } of this.slots) {
      child.kill('SIGKILL');
      proxy.close();
    }
  }

  #spawn(slot: Slot, options: MemberOptions): void {
    const script = fileURLToPath(new URL(`../dist/${slot.role}-process.js`, import.meta.url));
    // In a session of its own, so that Ctrl-C reaches only us; it ends when the channel closes.
    const child = fork(script, [JSON.stringify(options)], { silent: true, detached: true });
    slot.child = child;
    slot.works = false;
    const lines: string[] = [];
    createInterface(child.stderr as NodeJS.ReadableStream).on('line', (line) => {
      this.#onLine(`${slot.name}: ${line}`);
      if (line.includes('deadlock detected')) this.deadlocks++;
      // What becomes of tasks is no news about the worker's own end.
      if (line.startsWith('task ')) return;
      if (lines.push(line) > KEPT_LINES) lines.shift();
    });
    child.on('message', (message: ProcessStarted | RequestBroken) => {
      if ('fault' in message) {
        this.faults.set(message.fault, (this.faults.get(message.fault) ?? 0) + 1);
        return;
      }
      slot.works = true;
      slot.port = message.port;
    });
    child.once('close', (code, signal) => {
      if (this.#closed) return;
      // Only who is told to stop ends with 0.
      if (signal !== 'SIGKILL' && code !== 0) {
        this.crashes.push(`${slot.name} ended with ${signal ?? code}: ${lines.join(' | ')}`);
      }
      this.#spawn(slot, this.#successor(slot, options));
    });
  }

  /** What the next one in a slot is told. */
  #successor(slot: Slot, options: MemberOptions): MemberOptions {
    if (options.role !== 'function') return options;
    const { port = options.port } = slot;
    return { ...options, port, life: options.life + 1, faults: options.faults && !this.#calm };
  }
}
