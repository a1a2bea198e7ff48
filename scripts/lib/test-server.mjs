import { statfsSync } from 'node:fs';

/** A folder in memory, which Linux has, and what the databases of a test run need there, in bytes. */
const MEMORY = '/dev/shm';
const ROOM = 4 * 2 ** 30;

/**
 * Starts one Postgres for all programs that `work` runs, which find it by PGFLOW_TEST_URL; ends it, and
 * its templates, when that is over. `@pgflow/dev-postgres` has to be built by then.
 */
export async function withTestServer(work) {
  const { dropTemplates, startPostgres } = await import('@pgflow/dev-postgres');
  const server = await startPostgres(hasRoom() ? { tempDir: MEMORY } : {});
  process.env.PGFLOW_TEST_URL = server.url;
  try {
    return await work();
  } finally {
    await dropTemplates(server.url);
    await server.stop();
  }
}

/** Every test makes a database and drops it, which takes a third of the time in memory. */
function hasRoom() {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize > ROOM;
  } catch {
    return false;
  }
}
