import { type EndReason, type IsolateRecord, reasonOf } from './isolate-record.js';
import { LimitWatch } from './limits.js';
import type { FromIsolate, ToIsolate, UnloadReason } from './messages.js';
import type { Settings } from './options.js';
import { pipeOutput } from './pipe-output.js';
import { type DenoProcess, spawnDeno } from './spawn-deno.js';
import { killWithUs } from './watchdog.js';

/** Until a function that does not load is given up, in ms; the limits count from later on. */
const bootTimeoutMs = 60_000;

/** One Deno process that answers requests, until it reaches a limit or has nothing to do. */
export class Isolate {
  readonly record: IsolateRecord;
  /** Resolves when it listens, to its port of 127.0.0.1; to undefined when it ended before. */
  readonly port: Promise<number | undefined>;
  /** Resolves when its process is gone. */
  readonly ended: Promise<void>;
  readonly #settings: Settings;
  readonly #child: DenoProcess;
  readonly #bootTimer: NodeJS.Timeout;
  #limits: LimitWatch | undefined;
  #listens!: (port: number | undefined) => void;
  #booted = false;
  #requests = 0;
  #waiting = 0;
  #idleTimer: NodeJS.Timeout | undefined;
  #draining = false;
  #terminating = false;

  constructor(id: number, settings: Settings) {
    this.#settings = settings;
    this.#child = spawnDeno(settings, id);
    this.record = { id, pid: this.#child.pid, startedAt: new Date() };
    this.port = new Promise((resolve) => {
      this.#listens = resolve;
    });
    this.#bootTimer = setTimeout(() => this.kill('boot_error'), bootTimeoutMs);
    this.#child.on('message', (message: FromIsolate) => this.#receive(message));
    this.ended = this.#untilEnded();
  }

  /** Whether new requests have to go to another isolate. */
  get retired(): boolean {
    return this.record.retiredAt !== undefined || this.record.reason !== undefined;
  }

  /** Counts a request as pending until the result is called. */
  hold(): () => void {
    this.#requests += 1;
    clearTimeout(this.#idleTimer);
    return () => {
      this.#requests -= 1;
      this.#lookForWork();
    };
  }

  /** Gives it no new requests; it ends as soon as nothing is pending. */
  retire(): void {
    if (this.retired) return;
    this.record.retiredAt = new Date();
    this.#lookForWork();
  }

  /** Asks it to end, and kills it `graceMs` later if something is still pending. */
  async terminate(graceMs: number): Promise<void> {
    this.#terminating = true;
    this.unload('termination');
    this.retire();
    const timer = setTimeout(() => this.kill('termination'), graceMs);
    await this.ended;
    clearTimeout(timer);
  }

  /** Dispatches `beforeunload` there, when the event loop is free. */
  unload(reason: UnloadReason): void {
    this.#send({ kind: 'unload', reason });
  }

  /** Ends it at once. The first reason counts. */
  kill(reason: EndReason): void {
    this.record.reason ??= reason;
    this.#child.kill('SIGKILL');
  }

  async #untilEnded(): Promise<void> {
    const log = (line: string) => {
      this.#settings.log(`[${this.#settings.name} ${this.record.id}] ${line}`);
    };
    const errors = pipeOutput(this.#child, log);
    const callOff = killWithUs(this.record.pid);
    type End = [code: number | null, signal: NodeJS.Signals | null];
    const [code, signal] = await new Promise<End>((resolve) => {
      this.#child.on('close', (...end) => resolve(end));
    });
    callOff();
    this.#limits?.stop();
    for (const timer of [this.#bootTimer, this.#idleTimer]) clearTimeout(timer);
    const { record } = this;
    if (!record.reason) {
      record.reason = reasonOf(this.#booted, code, signal);
      record.error = errors();
    }
    record.endedAt = new Date();
    log(
      `ended after ${record.endedAt.getTime() - record.startedAt.getTime()} ms: ${record.reason}`,
    );
    this.#listens(undefined);
  }

  #receive(message: FromIsolate): void {
    if (message.kind === 'started') this.#limits = new LimitWatch(this, this.#settings);
    else if (message.kind === 'evaluating') this.#limits?.restart(message.at);
    else if (message.kind === 'drained') {
      this.kill(this.#terminating ? 'termination' : 'early_drop');
    } else if (message.kind === 'ready') {
      clearTimeout(this.#bootTimer);
      this.#booted = true;
      this.#listens(message.port);
    } else {
      this.#waiting = message.count;
      clearTimeout(this.#idleTimer);
      this.#lookForWork();
    }
  }

  /** Lets it end, now or later, if no request is pending. */
  #lookForWork(): void {
    if (this.#requests > 0) return;
    const { idleMs } = this.#settings;
    if (this.retired) {
      // It knows itself what else is pending: our count of that may be late.
      if (!this.#draining) this.#send({ kind: 'drain' });
      this.#draining = true;
    } else if (this.#waiting === 0 && idleMs !== undefined) {
      this.#idleTimer = setTimeout(() => this.retire(), idleMs);
    }
  }

  #send(message: ToIsolate): void {
    // Its end closes the channel, perhaps before we hear of it.
    if (this.#child.connected) this.#child.send(message, () => {});
  }
}
