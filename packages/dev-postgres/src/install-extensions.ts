import type { Sql } from 'postgres';
import { type Extension, extensionScript, extensions } from './extension-files.js';

/**
 * Installs pgmq and pgTAP in the current database; does nothing where they are.
 * A server without their files (one of DATABASE_URL) gets their scripts as plain SQL.
 */
export async function installExtensions(
  sql: Sql,
  names: readonly Extension[] = extensions,
): Promise<void> {
  for (const name of names) {
    const [found] = await sql<[{ available: boolean; present: boolean }]>`
      select
        exists (select from pg_available_extensions where name = ${name}) as available,
        to_regprocedure(${probes[name]}) is not null as present`;
    if (found.present) continue;
    if (found.available) await sql.unsafe(`create extension if not exists ${name}`);
    else await sql.begin((tx) => tx.unsafe(plainSql(name)));
  }
}

/** A function by which to know that an extension, or its plain SQL, is there. */
const probes: Record<Extension, string> = {
  pgmq: 'pgmq.metrics_all()',
  pgtap: 'plan(integer)',
};

/** `create extension` would make the schema that a control file names; pgmq's names `pgmq`. */
function plainSql(name: Extension): string {
  const script = extensionScript(name).replace(/^\\.*$/gm, '');
  return name === 'pgmq' ? `create schema pgmq; ${script}` : script;
}
