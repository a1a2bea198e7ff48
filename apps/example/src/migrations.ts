import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import type { BackendName } from './backends.ts';

/** A file of `supabase/migrations`. */
export interface Migration {
  version: string;
  name: string;
  sql: string;
}

/**
 * The migrations in a folder, in the order in which they apply. Of the backends' only those of the one
 * in use, since another may need an extension that the server does not have.
 */
export async function readMigrations(folder: string, backend?: BackendName): Promise<Migration[]> {
  const files = (await readdir(folder))
    .filter((file) => /^\d{14}_.+\.sql$/.test(file))
    .filter((file) => [undefined, backend as string | undefined].includes(backendOf(file)))
    .sort();
  return Promise.all(
    files.map(async (file) => ({
      version: file.slice(0, 14),
      name: file.slice(15, -'.sql'.length),
      sql: await readFile(join(folder, file), 'utf8'),
    })),
  );
}

/** The name of the backend whose SQL a file has, if it is a backend's. */
function backendOf(file: string): string | undefined {
  return /^\d{14}_backend_([a-z]+)_/.exec(file)?.[1];
}

/**
 * Applies what is missing, as `supabase db push` does and in the same history table, so that either
 * may go on where the other stopped. Raises when an applied migration has another text now.
 */
export async function applyMigrations(sql: Sql, migrations: readonly Migration[]): Promise<void> {
  await sql.unsafe(`
    create schema if not exists supabase_migrations;
    create table if not exists supabase_migrations.schema_migrations (
      version text primary key, statements text[], name text
    )`);
  const rows = await sql<{ version: string; statements: string[] | null }[]>`
    select version, statements from supabase_migrations.schema_migrations`;
  const applied = new Map(rows.map(({ version, statements }) => [version, statements]));
  for (const migration of migrations) {
    if (!applied.has(migration.version)) await apply(sql, migration);
    else if (changed(migration, applied.get(migration.version))) {
      throw new Error(
        `Migration ${migration.version}_${migration.name} was applied with another text`,
      );
    }
  }
}

async function apply(sql: Sql, { version, name, sql: text }: Migration): Promise<void> {
  await sql.begin(async (tx) => {
    await tx.unsafe(text);
    await tx`
      insert into supabase_migrations.schema_migrations (version, name, statements)
      values (${version}, ${name}, ${[text]})`;
  });
}

/** The Supabase CLI stores statements one by one: those are not compared. */
function changed(migration: Migration, statements: string[] | null | undefined): boolean {
  return statements?.length === 1 && statements[0] !== migration.sql;
}
