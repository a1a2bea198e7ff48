import type { Sql } from 'postgres';
import { DatabaseUnreachableError, fromDatabaseError } from './database-errors.js';
import { errorCodes } from './error-codes.js';
import { type OwnSql, type OwnSqlOptions, openOwnSql } from './own-sql.js';
import { PgflowError } from './pgflow-error.js';

/** How often the time of a call doubles, when it was too short. */
const MOST_PATIENCE = 8;

/** Options of {@link WorkerSession}. */
export interface WorkerSessionOptions extends Omit<OwnSqlOptions, 'onClose'> {
  /** The caller's connection, whose options are taken. */
  like: Sql;
  /** How long a call may take, in ms, connecting included. */
  timeoutMs: number;
  /** Called when the session was lost, or could not be made. */
  onLost?: () => void;
}

/**
 * A session of a worker's own. A call that takes too long is given up and its session with it, since a
 * peer that is gone can't be told from one that is slow; the next call gets a new session. Its calls
 * have to be safe to repeat: what was given up may have been done.
 */
export class WorkerSession {
  readonly #options: WorkerSessionOptions;
  #own: OwnSql | undefined;
  #closed = false;
  /** By how much the next call may take longer, so that one that is merely slow ends some time. */
  #patience = 1;

  constructor(options: WorkerSessionOptions) {
    this.#options = options;
  }

  /**
   * The result of a query. Its error is mapped; after `timeoutMs` it is a
   * {@link DatabaseUnreachableError}, once the session is closed PF354.
   */
  async call<Result>(
    query: (sql: Sql) => PromiseLike<Result>,
    timeoutMs = this.#options.timeoutMs,
  ): Promise<Result> {
    if (this.#closed) {
      throw new PgflowError(errorCodes.workerStopped, 'the worker has ended its session');
    }
    this.#own ??= this.#open();
    const own = this.#own;
    const allowedMs = timeoutMs * this.#patience;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        // Another call on it may have been late before.
        if (this.#own === own) this.#patience = Math.min(this.#patience * 2, MOST_PATIENCE);
        this.#drop(own);
        reject(new DatabaseUnreachableError(`the database gave no answer in ${allowedMs} ms`));
      }, allowedMs);
    });
    try {
      const result = await Promise.race([query(own.sql), late]);
      this.#patience = 1;
      return result;
    } catch (error) {
      throw fromDatabaseError(error);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends the session; what is in flight gets a second. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#own?.end(1000);
  }

  #open(): OwnSql {
    const { like, onLost, ...options } = this.#options;
    const own = openOwnSql(like, { ...options, onClose: () => this.#drop(own) });
    return own;
  }

  /**
   * Leaves it, for a new one at the next call. A connection that was lost is left too, though the driver
   * would make it again: what it had not sent yet would block all that it sends after that.
   */
  #drop(own: OwnSql): void {
    if (this.#own !== own) return;
    this.#own = undefined;
    if (this.#closed) return;
    void own.end(0);
    this.#options.onLost?.();
  }
}
