import { backOff, SignalBox, TroubleLog } from '@pgflow/core-sql/process';
import type { dispatcherCalls } from './dispatcher-calls.js';
import type { DispatcherSettings } from './dispatcher-options.js';
import { type Answer, type Call, makeCall } from './make-call.js';

/** How often what is stale is looked for, and who sleeps, in ms, while there is anything. */
const KEEP_UP_INTERVAL = 1_000;

/** How often the database is offered its housekeeping, in ms; it knows whether that is due. */
const HOUSEKEEPING_INTERVAL = 60_000;

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
  #longestWait = Number.POSITIVE_INFINITY;
  #keptUpAt = 0;
  #housekeptAt = 0;
  #taking = true;

  constructor(database: ReturnType<typeof dispatcherCalls>, settings: DispatcherSettings) {
    this.#database = database;
    this.#settings = settings;
    this.#trouble = new TroubleLog(settings.logger);
  }

  /** There may be something to send. */
  wake = (): void => this.#box.ring();

  /** Looks every second: nobody tells when there is something. */
  lookOften(): void {
    this.#longestWait = KEEP_UP_INTERVAL;
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
        const waitMs = await this.#turn();
        failures.reset();
        this.#trouble.worked('the dispatcher');
        await this.#box.wait(Math.min(waitMs, this.#longestWait));
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

  /** One round trip, and what else is due. Resolves to how long to wait for the next one, in ms. */
  async #turn(): Promise<number> {
    if (Date.now() - this.#keptUpAt >= KEEP_UP_INTERVAL) {
      await this.#database.keepUp();
      this.#keptUpAt = Date.now();
    }
    if (Date.now() - this.#housekeptAt >= HOUSEKEEPING_INTERVAL) {
      await this.#database.housekeep();
      this.#housekeptAt = Date.now();
    }
    return this.#report();
  }

  async #report(): Promise<number> {
    const room = this.#taking ? this.#settings.concurrency - this.#inFlight.size : 0;
    const answers = this.#answers;
    this.#answers = [];
    try {
      const { calls, next_ms } = await this.#database.takeCalls(answers, room);
      for (const call of calls) this.#make(call);
      // Perhaps there are more, which there was no room for.
      return calls.length > 0 && calls.length === room && this.#hasRoom ? 0 : next_ms;
    } catch (error) {
      this.#answers.push(...answers);
      throw error;
    }
  }

  get #hasRoom(): boolean {
    return this.#inFlight.size < this.#settings.concurrency;
  }

  #make(call: Call): void {
    const making = this.#answerTo(call).then((answer) => {
      const wasFull = !this.#hasRoom;
      this.#inFlight.delete(making);
      if (answer) this.#answers.push(answer);
      // Good news can wait for the next round trip.
      if (wasFull || !this.#taking || !(answer && isSuccess(answer))) this.#box.ring();
    });
    this.#inFlight.add(making);
  }

  async #answerTo(call: Call): Promise<Answer | undefined> {
    const { secretOf, logger } = this.#settings;
    const secret = secretOf(call.secret_name);
    if (!secret) {
      const error = `the dispatcher has no secret "${call.secret_name}"`;
      logger.error(error, { url: call.url });
      return { call_id: call.call_id, error, retry_after: SECRET_PAUSE };
    }
    const answer = await makeCall(call, secret, this.#abortion.signal);
    if (answer && !isSuccess(answer)) {
      const { status, error } = answer;
      logger.warn('a call failed', { url: call.url, callId: call.call_id, status, error });
    }
    return answer;
  }
}

function isSuccess({ status = 0, error }: Answer): boolean {
  return status >= 200 && status < 300 && error === undefined;
}
