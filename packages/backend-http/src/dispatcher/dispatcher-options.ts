import type { Logger } from '@pgflow/core-sql';
import { checkWholeNumber } from '@pgflow/core-sql/process';
import type { Sql } from 'postgres';

/** A secret by the name that an endpoint has for it; undefined for one that is not known. */
export type SecretOf = (name: string) => string | undefined | Promise<string | undefined>;

/** Options of `createDispatcher`. */
export interface DispatcherOptions {
  /** Where to connect. The dispatcher opens two sessions of its own like it, and ends them in `stop`. */
  sql: Sql;
  /** The secrets that sign calls, by name. */
  secrets: Readonly<Record<string, string>> | SecretOf;
  /** Calls of this process at once, to all functions. @default 250 */
  concurrency?: number;
  /**
   * Whether notifications are listened for; needs a session, which a transaction pooler has not: there
   * it looks for work every second. @default true
   */
  listen?: boolean;
  /** How long `stop` waits for answers, in ms; what it did not wait for is sent again. @default 10000 */
  shutdownTimeoutMs?: number;
  /** @default console */
  logger?: Logger;
}

/** The options with their defaults. */
export interface DispatcherSettings extends Required<Omit<DispatcherOptions, 'secrets'>> {
  readonly secretOf: SecretOf;
}

/** Fills in the defaults. Raises PF303 for a value outside its range. */
export function toDispatcherSettings(options: DispatcherOptions): DispatcherSettings {
  const { sql, secrets, concurrency = 250, listen = true, logger = console } = options;
  const { shutdownTimeoutMs = 10_000 } = options;
  checkWholeNumber('dispatcher option concurrency', concurrency, 1);
  checkWholeNumber('dispatcher option shutdownTimeoutMs', shutdownTimeoutMs, 0);
  const known = new Map(typeof secrets === 'function' ? [] : Object.entries(secrets));
  const secretOf = typeof secrets === 'function' ? secrets : (name: string) => known.get(name);
  return { sql, secretOf, concurrency, listen, logger, shutdownTimeoutMs };
}
