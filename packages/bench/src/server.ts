import { cpus } from 'node:os';
import { type DevPostgres, startPostgres } from '@pgflow/dev-postgres';
import { connect } from './connect.js';

/** Settings of the embedded server that are not Postgres's own; nothing durable is turned off. */
const settings = {
  shared_buffers: '1GB',
  // Loaded for --statements; while nothing is tracked it costs nothing.
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.track': 'none',
};

/** The server to measure on: the embedded one, or that of DATABASE_URL. */
export function startServer(): Promise<DevPostgres> {
  return startPostgres({ durable: true, settings });
}

const shown = ['synchronous_commit', 'fsync', 'full_page_writes', 'shared_buffers', 'max_wal_size'];

/** What the figures depend on, one per line. */
export async function describeServer(url: string, nodeVersion: string): Promise<string[]> {
  await using sql = connect(url);
  const [row] = await sql<[{ version: string; settings: string }]>`
    select current_setting('server_version') as version, string_agg(
      name || ' ' || current_setting(name), ', ' order by array_position(${shown}, name)) as settings
    from pg_settings where name = any(${shown})`;
  return [
    `PostgreSQL ${row.version}: ${row.settings}`,
    `Node ${nodeVersion}; ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'})`,
  ];
}
