import { type DevPostgres, startPostgres } from '@pgflow/dev-postgres';

/**
 * Settings of the embedded server. Few enough connections that taking all of them is quick, and
 * enough for the workers.
 */
const settings = { max_connections: '60', shared_buffers: '256MB' };

/** The embedded server, durable so that a crash may lose nothing, or that of DATABASE_URL. */
export async function startServer(): Promise<{ server: DevPostgres; isOurs: boolean }> {
  const server = await startPostgres({ durable: true, settings });
  return { server, isOurs: !process.env.DATABASE_URL };
}
