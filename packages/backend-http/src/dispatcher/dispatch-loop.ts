import { DatabaseUnreachableError } from '@pgflow/core-sql';
import { backOff, errorText, SignalBox, TroubleLog } from '@pgflow/core-sql/process';
import type { dispatcherCalls } from './dispatcher-calls.js';
import type { DispatcherSettings } from './dispatcher-options.js';
import { type Answer, type Call, makeCall } from './make-call.js';

/** How often what is stale is looked for, and who sleeps, in ms, while there is anything. */
const KEEP_UP_INTERVAL = 1_000;

/** How often the database is offered its housekeeping, in ms; it knows whether that is due. */
const HOUSEKEEPING_INTERVAL = 60_000;

/** The first pause after a wake-up or work, in ms: it doubles while nothing comes. */
const FIRST_PAUSE = 50;

/** How long a call waits whose secret is not known here, in s. */
const SECRET_PAUSE = '60';

/**
 * The loop of a dispatcher: one round trip at a time, each of which reports the answers that came during
 * the last one and takes the calls that there is room for.
 */
export class DispatchLoop {
  readonly #database: ReturnType<typeof dispatcherCalls>;
  readonly #settings: DispatcherSettings;
  readonly #trouble: TroubleLog;
  readonly #box = new SignalBox();
  readonly #abortion = new AbortController();
  readonly #inFlight = new Set<Promise<void>>();
  #answers: Answer[] = [];
  /** How often these answers were refused. */
  #refusals = 0;
  #pause = FIRST_PAUSE;
  #longestPause = Number.POSITIVE_INFINITY;
  #keptUpAt = 0;
  #housekeptAt = 0;
  #taking = true;

  constructor(database: ReturnType<typeof dispatcherCalls>, settings: DispatcherSettings) {
    this.#database = database;
    this.#settings = settings;
    this.#trouble = new TroubleLog(settings.logger);
  }

  /**
   * There may be something to send: it looks now, and soon again, since a wake-up can come before the
   * work that it announces is visible.
   */
  wake = (): void => {
    this.#pause = FIRST_PAUSE;
    this.#box.ring();
  };

  /** Looks every second: nobody tells when there is something. */
  lookOften(): void {
    this.#longestPause = KEEP_UP_INTERVAL;
    this.#box.ring();
  }

  /**
   * Runs until `stop`, and until what is in flight then has been answered and reported. Never rejects:
   * after an error of the database it tries again later.
   */
  async run(): Promise<void> {
    const failures = backOff();
    while (this.#taking || this.#inFlight.size > 0) {
      try {
        await this.#keepUp();
        const pause = await this.#report();
        failures.reset();
        this.#trouble.worked('the dispatcher');
        await this.#box.wait(pause);
      } catch (error) {
        this.#trouble.failed('the dispatcher', error);
        await this.#box.wait(failures.next(false));
      }
    }
    if (this.#answers.length === 0) return;
    await this.#report().catch((error) => this.#trouble.failed('the last report', error));
  }

  /** Takes no more calls, and aborts after a time those that are not answered. */
  stop(): void {
    this.#taking = false;
    this.#box.ring();
    const timer = setTimeout(() => this.#abortion.abort(), this.#settings.shutdownTimeoutMs);
    timer.unref();
  }

  /** What is due beside the calls, and must not keep them from being made. */
  async #keepUp(): Promise<void> {
    const now = Date.now();
    if (now - this.#keptUpAt >= KEEP_UP_INTERVAL) {
      this.#keptUpAt = now;
      await this.#tried('retrying what is stale', () => this.#database.keepUp());
    }
    if (now - this.#housekeptAt >= HOUSEKEEPING_INTERVAL) {
      this.#housekeptAt = now;
      await this.#tried('housekeeping', () => this.#database.housekeep());
    }
  }

  async #tried(what: string, call: () => Promise<void>): Promise<void> {
    try {
      await call();
      this.#trouble.worked(what);
    } catch (error) {
      this.#trouble.failed(what, error);
    }
  }

  /** One round trip. Resolves to how long to wait for the next one, in ms. */
  async #report(): Promise<number> {
    const room = this.#taking ? this.#settings.concurrency - this.#inFlight.size : 0;
    const answers = this.#answers;
    this.#answers = [];
    try {
      const { calls, next_ms } = await this.#database.takeCalls(answers, room);
      this.#refusals = 0;
      for (const call of calls) this.#make(call);
      // Perhaps there are more, which there was no room for.
      if (calls.length > 0 && calls.length === room && this.#hasRoom) return 0;
      return this.#pauseAfter(calls.length, next_ms);
    } catch (error) {
      // What the database refuses twice it would refuse for ever; the tasks are overdue some time.
      if (DatabaseUnreachableError.is(error) || ++this.#refusals < 2) {
        this.#answers.unshift(...answers);
      }
      throw error;
    }
  }

  #pauseAfter(found: number, nextMs: number): number {
    const pause = Math.min(this.#pause, nextMs, this.#longestPause);
    this.#pause = found > 0 ? FIRST_PAUSE : Math.min(this.#pause * 2, 60_000);
    return pause;
  }

  get #hasRoom(): boolean {
    return this.#inFlight.size < this.#settings.concurrency;
  }

  #make(call: Call): void {
    // Where the user's logger throws, nobody knows what became of the call.
    const unknown = () => undefined;
    const making = this.#answerTo(call)
      .catch(unknown)
      .then((answer) => {
        const wasFull = !this.#hasRoom;
        this.#inFlight.delete(making);
        if (answer) this.#answers.push(answer);
        // Good news can wait for the next round trip.
        if (wasFull || !this.#taking || !(answer && isSuccess(answer))) this.#box.ring();
      });
    this.#inFlight.add(making);
  }

  async #answerTo(call: Call): Promise<Answer | undefined> {
    const { logger } = this.#settings;
    const { call_id, url } = call;
    let secret: string;
    try {
      secret = await this.#secretOf(call);
    } catch (thrown) {
      const error = errorText(thrown);
      logger.error(`a call cannot be made: ${error}`, { url, callId: call_id });
      return { call_id, error, retry_after: SECRET_PAUSE };
    }
    const answer = await makeCall(call, secret, this.#abortion.signal);
    if (answer && !isSuccess(answer)) {
      const { status, error } = answer;
      logger.warn('a call failed', { url, callId: call_id, status, error });
    }
    return answer;
  }

  async #secretOf({ secret_name }: Call): Promise<string> {
    const secret = await this.#settings.secretOf(secret_name);
    if (!secret) throw new Error(`the dispatcher has no secret "${secret_name}"`);
    return secret;
  }
}

function isSuccess({ status = 0, error }: Answer): boolean {
  return status >= 200 && status < 300 && error === undefined;
}
