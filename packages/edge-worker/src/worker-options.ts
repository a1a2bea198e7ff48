import {
  type AnyFlow,
  errorCodes,
  type Logger,
  PgflowError,
  type WorkerBackend,
} from '@pgflow/core-sql';
import type { Sql } from 'postgres';

/** Options of `createWorker`. */
export interface WorkerOptions {
  /**
   * The flows to serve. The same slug may stand twice with two shapes: a worker that still serves an
   * older version lets its runs end during a deploy.
   */
  flows: readonly AnyFlow[];
  backend: WorkerBackend;
  /** Connections that the caller keeps and ends. The worker needs two, and one more to listen. */
  sql: Sql;
  /** For people, in `pgflow.workers` and the log. @default 'worker' */
  name?: string;
  /** Handlers that run at once. @default 10 */
  concurrency?: number;
  /** Tasks that are claimed ahead, so that no handler waits for a round trip. @default concurrency */
  prefetch?: number;
  /**
   * A task whose worker is not heard of for so long, in s, is delivered again. Extended by a
   * heartbeat every third of it, so it can be shorter than a handler takes. @default 60
   */
  leaseSeconds?: number;
  /** Whether wake-ups are listened for; needs a session, which a transaction pooler has not. @default true */
  listen?: boolean;
  /** The longest pause between two looks for work, in ms. @default 10000 when listening, else 1000 */
  pollIntervalMs?: number;
  /** How long `stop` lets handlers run on before it aborts them, in ms. @default 30000 */
  shutdownTimeoutMs?: number;
  /** @default console */
  logger?: Logger;
}

/** The options with their defaults. */
export type Settings = Required<WorkerOptions>;

/** Fills in the defaults. Raises PF303 for a value outside its range. */
export function toSettings(options: WorkerOptions): Settings {
  const { concurrency = 10, listen = true } = options;
  const settings: Settings = {
    flows: options.flows,
    backend: options.backend,
    sql: options.sql,
    name: options.name ?? 'worker',
    concurrency,
    prefetch: options.prefetch ?? concurrency,
    leaseSeconds: options.leaseSeconds ?? 60,
    listen,
    pollIntervalMs: options.pollIntervalMs ?? (listen ? 10_000 : 1_000),
    shutdownTimeoutMs: options.shutdownTimeoutMs ?? 30_000,
    logger: options.logger ?? console,
  };
  atLeast(settings, 'concurrency', 1);
  atLeast(settings, 'prefetch', 0);
  atLeast(settings, 'leaseSeconds', 1);
  atLeast(settings, 'pollIntervalMs', 1);
  atLeast(settings, 'shutdownTimeoutMs', 0);
  if (settings.flows.length === 0) {
    throw new PgflowError(errorCodes.badOption, 'a worker needs at least one flow');
  }
  return settings;
}

type NumberOption =
  | 'concurrency'
  | 'prefetch'
  | 'leaseSeconds'
  | 'pollIntervalMs'
  | 'shutdownTimeoutMs';

function atLeast(settings: Settings, name: NumberOption, least: number): void {
  const value = settings[name];
  if (Number.isInteger(value) && value >= least) return;
  throw new PgflowError(
    errorCodes.badOption,
    `worker option ${name} must be a whole number from ${least}, not ${String(value)}`,
  );
}
