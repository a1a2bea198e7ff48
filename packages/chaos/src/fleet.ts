import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { BackendName } from './random-shape.js';
import { TcpProxy } from './tcp-proxy.js';
import type { WorkerProcessOptions, WorkerStarted } from './worker-options.js';

const script = fileURLToPath(new URL('../dist/worker-process.js', import.meta.url));

/** Lines that are kept of what a worker wrote. */
const KEPT_LINES = 15;

/** A worker of the fleet. Whoever takes its place when it is killed is the same slot. */
export interface Slot {
  name: string;
  backend: BackendName;
  proxy: TcpProxy;
  child: ChildProcess;
  /** Undefined until the worker works. */
  workerId: string | undefined;
}

/** The worker processes, each behind a proxy of its own; one that ends is replaced at once. */
export class Fleet {
  readonly slots: Slot[] = [];
  /** What workers wrote that ended though nobody killed them. */
  readonly crashes: string[] = [];
  /** Deadlocks that workers were told of. */
  deadlocks = 0;
  #closed = false;
  readonly #onLine: (line: string) => void;

  /** `onLine` gets whatever workers write, with their names. */
  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  /** Starts a worker for each name and backend; `url` is Postgres itself. */
  async start(
    workers: readonly (Omit<WorkerProcessOptions, 'url'> & { url: string })[],
  ): Promise<void> {
    for (const options of workers) {
      const { hostname, port } = new URL(options.url);
      const proxy = await TcpProxy.open({ host: hostname, port: Number(port || 5432) });
      const url = new URL(options.url);
      url.hostname = '127.0.0.1';
      url.port = String(proxy.port);
      const { name, backend } = options;
      const slot = { name, backend, proxy, workerId: undefined } as Partial<Slot> as Slot;
      this.#spawn(slot, { ...options, url: url.href });
      this.slots.push(slot);
    }
  }

  /** SIGKILLs the worker of a slot. */
  kill(slot: Slot): void {
    slot.child.kill('SIGKILL');
  }

  /** Ends all workers and their proxies. */
  close(): void {
    this.#closed = true;
    for (const { child, proxy } of this.slots) {
      child.kill('SIGKILL');
      proxy.close();
    }
  }

  #spawn(slot: Slot, options: WorkerProcessOptions): void {
    // In a session of its own, so that Ctrl-C reaches only us; it ends when the channel closes.
    const child = fork(script, [JSON.stringify(options)], { silent: true, detached: true });
    slot.child = child;
    slot.workerId = undefined;
    const lines: string[] = [];
    createInterface(child.stderr as NodeJS.ReadableStream).on('line', (line) => {
      this.#onLine(`${slot.name}: ${line}`);
      if (line.includes('deadlock detected')) this.deadlocks++;
      // What becomes of tasks is no news about the worker's own end.
      if (line.startsWith('task ')) return;
      if (lines.push(line) > KEPT_LINES) lines.shift();
    });
    child.on('message', ({ workerId }: WorkerStarted) => {
      slot.workerId = workerId;
    });
    child.once('close', (code, signal) => {
      if (this.#closed) return;
      if (signal !== 'SIGKILL') {
        this.crashes.push(`${slot.name} ended with ${signal ?? code}: ${lines.join(' | ')}`);
      }
      this.#spawn(slot, options);
    });
  }
}
