import { setTimeout as pause } from 'node:timers/promises';
import { errorCodes } from './error-codes.js';
import { PgflowError } from './pgflow-error.js';

/** The first and the longest pause before listening is tried again, in ms. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5_000;

/** How long an echo may take once it was sent, in ms. */
const ECHO_TIMEOUT = 5_000;

/** Options of {@link WakeUps}. */
export interface WakeUpsOptions {
  /** Listens on the channels of the work, and on that of the echo. */
  listen: () => Promise<unknown>;
  /** Notifies on the channel of the echo, from another session than the one that listens. */
  sendEcho: () => Promise<unknown>;
  echoChannel: string;
  /** There may be work. */
  onWake: () => void;
  /** Nothing that is notified arrives here. */
  onDeaf: (reason: PgflowError) => void;
}

/**
 * Keeps listening: after a loss it listens again, and wakes the worker then, since a wake-up may have
 * come meanwhile. Behind a pooler that lends connections by the transaction LISTEN raises no error, and
 * its notifications go elsewhere; so the first thing to hear is an echo of our own.
 */
export class WakeUps {
  readonly #options: WakeUpsOptions;
  #listening = false;
  #stopped = false;
  #mending: Promise<void> | undefined;
  #echo: 'unknown' | 'sent' | 'known' = 'unknown';
  #timer: NodeJS.Timeout | undefined;

  constructor(options: WakeUpsOptions) {
    this.#options = options;
  }

  /** Listens; where that can't be done now, later. */
  async start(): Promise<void> {
    try {
      await this.#listen();
    } catch {
      this.lost();
    }
  }

  /** The session was lost. */
  lost = (): void => {
    this.#listening = false;
    clearTimeout(this.#timer);
    // The echo went with it: the next session is asked.
    if (this.#echo === 'sent') this.#echo = 'unknown';
    if (this.#stopped || this.#mending) return;
    this.#mending = this.#mend().finally(() => {
      this.#mending = undefined;
      // Lost again before this was noted.
      if (!this.#listening) this.lost();
    });
  };

  /** A notification came. */
  heard = (channel: string): void => {
    if (this.#stopped) return;
    if (channel !== this.#options.echoChannel) {
      this.#options.onWake();
      return;
    }
    this.#echo = 'known';
    clearTimeout(this.#timer);
  };

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #listen(): Promise<void> {
    await this.#options.listen();
    this.#listening = true;
    if (this.#echo === 'unknown') void this.#askForEcho();
  }

  async #mend(): Promise<void> {
    for (let pauseMs = FIRST_PAUSE; !this.#listening && !this.#stopped; ) {
      await pause(pauseMs * (0.5 + Math.random() / 2), undefined, { ref: false });
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE);
      try {
        if (!this.#stopped) await this.#listen();
      } catch {
        // The calls of the worker meet the same database, and their errors are reported.
      }
    }
    if (this.#listening && !this.#stopped) this.#options.onWake();
  }

  async #askForEcho(): Promise<void> {
    this.#echo = 'sent';
    try {
      await this.#options.sendEcho();
    } catch {
      this.#echo = 'unknown';
      return;
    }
    if (this.#echo !== 'sent' || this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#deaf(), ECHO_TIMEOUT);
  }

  #deaf(): void {
    this.#echo = 'known';
    this.#options.onDeaf(
      new PgflowError(errorCodes.wakeUpsLost, 'notifications of the database do not arrive', {
        hint: 'A pooler in transaction mode may stand between. Give the worker a connection past it, or listen: false; it works on by polling.',
      }),
    );
  }
}
