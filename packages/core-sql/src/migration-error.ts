import { errorCodes } from './error-codes.js';
import { PgflowError } from './pgflow-error.js';
import type { SqlMigration, SqlModule } from './sql-module.js';

/**
 * Classes of SQLSTATE that are about the server or other sessions and not about the file, and pgflow's
 * own, which say what is wrong.
 */
const KEPT = /^(?:08|40|53|55|57|58|XX|PF)/;

/**
 * The error of a file that Postgres does not take: PF345, with the module, the file and, where Postgres
 * tells the place, the line. An error of another kind stays what it is, such as PF011 of a plug-in that
 * does not fit, or an outage. Neither carries the text of the file.
 */
export function migrationError(error: unknown, module: SqlModule, migration: SqlMigration) {
  // Only what the server says has a severity: a lost connection has a code of Node's, such as EPIPE.
  if (!(error instanceof Error) || !('code' in error && 'severity' in error)) return error;
  const { code, position, detail, hint } = error as { code: unknown } & Record<string, string>;
  const cause = withoutQuery(error);
  if (KEPT.test(String(code))) return cause;
  const line = position && migration.sql.slice(0, Number(position)).split('\n').length;
  const file = `migration ${migration.version}_${migration.name} of ${module.name}`;
  return new PgflowError(
    errorCodes.migrationFailed,
    `${file}${line ? `, line ${line}` : ''}: ${error.message} (${code})`,
    { detail, hint, cause },
  );
}

/** The error without what the driver adds of the query: that is the whole file, for who prints it. */
function withoutQuery(error: Error): Error {
  const { query, parameters, args, types, ...kept } = Object.getOwnPropertyDescriptors(
    error as Error & Record<'query' | 'parameters' | 'args' | 'types', unknown>,
  );
  return Object.defineProperties(
    Object.setPrototypeOf(new Error(), Object.getPrototypeOf(error)),
    kept,
  );
}
