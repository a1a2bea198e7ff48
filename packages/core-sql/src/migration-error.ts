import { fromDatabaseError } from './database-errors.js';
import { errorCodes } from './error-codes.js';
import { PgflowError } from './pgflow-error.js';
import type { SqlMigration, SqlModule } from './sql-module.js';

/** Classes of SQLSTATE that are about the server or other sessions, and not about the file. */
const NOT_THE_FILE = /^(?:08|40|53|55|57|58|XX)/;

/**
 * The error of a file that Postgres does not take: PF345, with the module, the file and, where Postgres
 * tells the place, the line. What a file raises with a code of class PF keeps that, such as PF011 of a
 * plug-in that does not fit; an outage is no fault of the file.
 */
export function migrationError(error: unknown, module: SqlModule, migration: SqlMigration) {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const { code, position, detail, hint } = error as { code: unknown } & Record<string, string>;
  if (typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code) || NOT_THE_FILE.test(code)) {
    return error;
  }
  if (code.startsWith('PF')) return fromDatabaseError(error);
  const line = position && migration.sql.slice(0, Number(position)).split('\n').length;
  const file = `migration ${migration.version}_${migration.name} of ${module.name}`;
  return new PgflowError(
    errorCodes.migrationFailed,
    `${file}${line ? `, line ${line}` : ''}: ${error.message} (${code})`,
    { detail, hint, cause: error },
  );
}
