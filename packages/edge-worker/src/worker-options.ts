import {
  type AnyFlow,
  errorCodes,
  type Logger,
  PgflowError,
  type WorkerBackend,
} from '@pgflow/core-sql';
import { checkWholeNumber } from '@pgflow/core-sql/process';
import type { Sql } from 'postgres';

/** The longest pause between two looks for work where no wake-ups are heard, in ms. */
export const POLL_WITHOUT_LISTEN = 1_000;

/** Options of `createWorker`. */
export interface WorkerOptions {
  /**
   * The flows to serve. The same slug may stand twice with two shapes: a worker that still serves an
   * older version lets its runs end during a deploy.
   */
  flows: readonly AnyFlow[];
  backend: WorkerBackend;
  /** Where to connect. The worker opens two sessions of its own like it, and ends them in `stop`. */
  sql: Sql;
  /** For people, in `pgflow.workers` and the log. @default 'worker' */
  name?: string;
  /** Handlers that run at once. @default 10 */
  concurrency?: number;
  /** Tasks that are claimed ahead, so that no handler waits for a round trip. @default concurrency */
  prefetch?: number;
  /**
   * A task whose worker is not heard of for so long, in s, is delivered again. Extended by a
   * heartbeat every third of it, so it can be shorter than a handler takes; but a handler that blocks
   * the event loop holds the heartbeat up. A call that takes longer than the lease is given up and
   * made again.
   * @default 10 s more than the longest timeout of a step, and at most 120
   */
  leaseSeconds?: number;
  /**
   * Whether wake-ups are listened for; needs a session, which a transaction pooler has not: there the
   * worker warns (PF342), and looks for work every second. @default true
   */
  listen?: boolean;
  /** The longest pause between two looks for work, in ms. @default 15000 when listening, else 1000 */
  pollIntervalMs?: number;
  /** How long `stop` lets handlers run on before it aborts them, in ms. @default 30000 */
  shutdownTimeoutMs?: number;
  /** The largest output of a handler, in bytes of JSON; a larger one fails the attempt. @default 16777216 */
  maxOutputBytes?: number;
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
    leaseSeconds: options.leaseSeconds ?? leaseFor(options.flows),
    listen,
    pollIntervalMs: options.pollIntervalMs ?? (listen ? 15_000 : POLL_WITHOUT_LISTEN),
    shutdownTimeoutMs: options.shutdownTimeoutMs ?? 30_000,
    maxOutputBytes: options.maxOutputBytes ?? 16 * 1024 * 1024,
    logger: options.logger ?? console,
  };
  atLeast(settings, 'concurrency', 1);
  atLeast(settings, 'prefetch', 0);
  atLeast(settings, 'leaseSeconds', 1);
  atLeast(settings, 'pollIntervalMs', 1);
  atLeast(settings, 'shutdownTimeoutMs', 0);
  atLeast(settings, 'maxOutputBytes', 2);
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
  | 'shutdownTimeoutMs'
  | 'maxOutputBytes';

/** What `pgflow.define_flow` gives a step without a timeout, in ms. */
const DEFAULT_TIMEOUT = 60_000;

/**
 * A lease that outlasts every attempt, where that is not too long to wait for a dead worker's tasks:
 * then no heartbeat is needed to keep a task.
 */
function leaseFor(flows: readonly AnyFlow[]): number {
  const timeouts = flows.flatMap(({ definition }) =>
    definition.steps.map(({ options }) => options?.timeoutMs ?? DEFAULT_TIMEOUT),
  );
  return Math.min(Math.ceil(Math.max(...timeouts, 0) / 1000) + 10, 120);
}

function atLeast(settings: Settings, name: NumberOption, least: number): void {
  checkWholeNumber(`worker option ${name}`, settings[name], least);
}
