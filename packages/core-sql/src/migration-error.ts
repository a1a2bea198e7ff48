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
 * tells the place, the line. An error of another kind is returned as it is, such as PF011 of a plug-in
 * that does not fit, or an outage.
 */
export function migrationError(error: unknown, module: SqlModule, migration: SqlMigration) {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const { code, position, detail, hint } = error as { code: unknown } & Record<string, string>;
  if (typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code) || KEPT.test(code)) {
    return error;
  }
  const line = position && migration.sql.slice(0, Number(position)).split('\n').length;
  const file = `migration ${migration.version}_${migration.name} of ${module.name}`;
  return new PgflowError(
    errorCodes.migrationFailed,
    `${file}${line ? `, line ${line}` : ''}: ${error.message} (${code})`,
    { detail, hint, cause: error },
  );
}
