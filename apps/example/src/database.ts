import { mkdir } from 'node:fs/promises';
import { installExtensions, startPostgres } from '@pgflow/dev-postgres';
import postgres, { type Sql } from 'postgres';
import { type BackendName, backends } from './backends.ts';
import type { Config } from './config.ts';
import { applyMigrations, readMigrations } from './migrations.ts';

/** A database that has everything the example needs. */
export interface Database {
  url: string;
  sql: Sql;
  close(): Promise<void>;
}

/**
 * Opens the database: that of DATABASE_URL, or the example's own Postgres, whose data stays between
 * commands. Applies the migrations that are missing, and those of a backend where one is to be used.
 */
export async function openDatabase(config: Config, backend?: BackendName): Promise<Database> {
  await mkdir(config.data, { recursive: true });
  const server = await startPostgres({
    dataDir: config.data,
    databaseUrl: config.databaseUrl ?? '',
  });
  const sql = postgres(server.url, { max: 4, onnotice: () => {} });
  const close = async () => {
    await sql.end();
    await server.stop();
  };
  try {
    if (backend) await installExtensions(sql, backends[backend].extensions);
    await applyMigrations(sql, await readMigrations(config.migrations, backend));
    return { url: server.url, sql, close };
  } catch (error) {
    await close();
    const afresh = config.databaseUrl ? '' : `\nTo begin afresh, remove ${config.data}`;
    throw new Error((error as Error).message + afresh, { cause: error });
  }
}
