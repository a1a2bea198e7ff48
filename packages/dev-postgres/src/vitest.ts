import { type DevPostgres, startPostgres } from './start-postgres.js';

let server: DevPostgres | undefined;

/**
 * Vitest global setup: one server for a whole run, told to the tests by `testServerUrl`.
 * A runner of many packages may have started one before: then that one is used.
 */
export async function setup(): Promise<void> {
  if (process.env.PGFLOW_TEST_URL) return;
  server = await startPostgres();
  process.env.PGFLOW_TEST_URL = server.url;
}

/** Ends the server of `setup`. */
export async function teardown(): Promise<void> {
  await server?.stop();
}
