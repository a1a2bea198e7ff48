import { errorCodes } from './error-codes.js';
import { PgflowError, type PgflowErrorOptions } from './pgflow-error.js';

/** PF001: the database has no such flow, or not this version: define it, or start its worker. */
export class UnknownFlowError extends PgflowError {
  constructor(message: string, options?: PgflowErrorOptions) {
    super('PF001', message, options);
  }

  override get name(): string {
    return 'UnknownFlowError';
  }
}

/** PF002: there is no run with this id. */
export class UnknownRunError extends PgflowError {
  constructor(message: string, options?: PgflowErrorOptions) {
    super('PF002', message, options);
  }

  override get name(): string {
    return 'UnknownRunError';
  }
}

/** PF341: a schema or function of pgflow is not in the database. */
export class NotInstalledError extends PgflowError {
  constructor(message: string, options?: PgflowErrorOptions) {
    super(errorCodes.notInstalled, message, {
      hint: 'Install the modules with migrate(sql, [...]), and look whether the URL names the right database.',
      ...options,
    });
  }

  override get name(): string {
    return 'NotInstalledError';
  }
}

/** PF340: the database does not answer. Trying again later can help. */
export class DatabaseUnreachableError extends PgflowError {
  constructor(message: string, options?: PgflowErrorOptions) {
    super(errorCodes.databaseUnreachable, message, options);
  }

  override get name(): string {
    return 'DatabaseUnreachableError';
  }
}

/** Codes of Node, of the driver and SQLSTATEs that mean: there is no session, or it was ended. */
const UNREACHABLE =
  /^(?:E(?:CONN(?:REFUSED|RESET|ABORTED)|NOTFOUND|AI_AGAIN|TIMEDOUT|PIPE|(?:HOST|NET)UNREACH)|CONNECT_TIMEOUT|CONNECTION_(?:CLOSED|ENDED|DESTROYED)|08...|57P0[1235]|53300)$/;

/** Schemas of pgflow and of its plug-ins, as they stand in the messages of Postgres. */
const OURS = /\bpgflow(?:_[a-z0-9_]+)?\b/;

/** Codes of SQL that a caller can act on. */
const classes: Record<string, typeof UnknownFlowError> = {
  PF001: UnknownFlowError,
  PF002: UnknownRunError,
};

/**
 * The PgflowError for an error of the driver: `throw fromDatabaseError(error)`.
 * SQLSTATEs of class PF keep their code, detail and hint; a lost or refused connection becomes a
 * {@link DatabaseUnreachableError}, a missing schema or function of pgflow a
 * {@link NotInstalledError}. Everything else is returned as it is.
 */
export function fromDatabaseError(error: unknown): unknown {
  if (PgflowError.is(error) || !(error instanceof Error)) return error;
  const { code, detail, hint } = error as { code?: unknown; detail?: string; hint?: string };
  if (typeof code !== 'string') return error;
  const options = { detail, hint, cause: error };
  if (/^PF[0-9]{3}$/.test(code)) {
    const Mapped = classes[code];
    return Mapped
      ? new Mapped(error.message, options)
      : new PgflowError(code, error.message, options);
  }
  if (UNREACHABLE.test(code)) {
    return new DatabaseUnreachableError(`the database does not answer: ${error.message || code}`, {
      cause: error,
    });
  }
  const [schema] = OURS.exec(error.message) ?? [];
  if (/^(?:3F000|42883|42P01|42704)$/.test(code) && schema) {
    return new NotInstalledError(`${schema} is not installed like this here: ${error.message}`, {
      cause: error,
    });
  }
  return error;
}

/** The result of a query; its error goes through {@link fromDatabaseError}. */
export async function mapDatabaseErrors<Result>(query: Promise<Result>): Promise<Result> {
  try {
    return await query;
  } catch (error) {
    throw fromDatabaseError(error);
  }
}
