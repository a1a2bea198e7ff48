import { createHash } from 'node:crypto';
import type { Sql, TransactionSql } from 'postgres';
import { fromDatabaseError } from './database-errors.js';
import { errorCodes } from './error-codes.js';
import { migrationError } from './migration-error.js';
import { orderModules } from './order-modules.js';
import { PgflowError } from './pgflow-error.js';
import type { SqlMigration, SqlModule } from './sql-module.js';

/** What `migrate` did. */
export interface MigrationReport {
  /** The migrations that were applied now, in order; empty when nothing was missing. */
  applied: { module: string; version: string; name: string }[];
}

/**
 * Installs the SQL of the modules that are listed, and no other, in the order of their requirements.
 *
 * Each file is one transaction under a lock, so many processes may call at once, and a process that
 * dies leaves whole files behind. What was applied is in `pgflow_migrations.applied`, with a checksum.
 * Raises PF343 where an applied file has changed since, PF344 where a requirement is not met, PF345
 * with the file and line that Postgres does not take.
 */
export async function migrate(sql: Sql, modules: readonly SqlModule[]): Promise<MigrationReport> {
  const applied: MigrationReport['applied'] = [];
  try {
    const ordered = orderModules(modules);
    await makeHistory(sql);
    for (const module of ordered) {
      const known = await readHistory(sql, module.name);
      for (const migration of module.migrations) {
        if (known.has(migration.version)) checkUnchanged(module, migration, known);
        else if (await apply(sql, module, migration)) {
          applied.push({ module: module.name, version: migration.version, name: migration.name });
        }
      }
    }
  } catch (error) {
    throw fromDatabaseError(error);
  }
  return { applied };
}

async function makeHistory(sql: Sql): Promise<void> {
  const [found] = await sql`select to_regclass('pgflow_migrations.applied') as history`;
  if (found?.history) return;
  await sql.begin(async (tx) => {
    await lock(tx);
    await tx`create schema if not exists pgflow_migrations`;
    await tx`
      create table if not exists pgflow_migrations.applied (
        module text not null,
        version text not null,
        name text not null,
        checksum text not null,
        applied_at timestamptz not null default now(),
        primary key (module, version)
      )`;
    await tx`alter table pgflow_migrations.applied enable row level security`;
  });
}

/** Checksums of a module's applied files, by version. */
async function readHistory(sql: Sql | TransactionSql, module: string) {
  const rows = await sql<{ version: string; checksum: string }[]>`
    select version, checksum from pgflow_migrations.applied where module = ${module}`;
  return new Map(rows.map(({ version, checksum }) => [version, checksum]));
}

/** A transaction's lock, since a session's lock gets lost behind a pooler. */
function lock(tx: TransactionSql) {
  return tx`select pg_advisory_xact_lock(hashtext('pgflow.migrate'))`;
}

function apply(sql: Sql, module: SqlModule, migration: SqlMigration): Promise<boolean> {
  return sql.begin(async (tx) => {
    await lock(tx);
    const known = await readHistory(tx, module.name);
    if (known.has(migration.version)) return false;
    await tx`set local client_min_messages = warning`;
    await tx.unsafe(migration.sql).catch((error) => {
      throw migrationError(error, module, migration);
    });
    await tx`
      insert into pgflow_migrations.applied (module, version, name, checksum)
      values (${module.name}, ${migration.version}, ${migration.name}, ${checksum(migration)})`;
    return true;
  });
}

function checkUnchanged(module: SqlModule, migration: SqlMigration, known: Map<string, string>) {
  if (known.get(migration.version) === checksum(migration)) return;
  throw new PgflowError(
    errorCodes.migrationChanged,
    `migration ${migration.version}_${migration.name} of ${module.name} was applied with other contents`,
    {
      hint: 'A released migration never changes. Look whether two versions of the package are in use.',
    },
  );
}

function checksum({ sql }: SqlMigration): string {
  return createHash('sha256').update(sql).digest('hex');
}
