/**
 * Starts one Postgres for all programs that `work` runs, which find it by PGFLOW_TEST_URL; ends it, and
 * its templates, when that is over. `@pgflow/dev-postgres` has to be built by then.
 */
export async function withTestServer(work) {
  const { dropTemplates, startPostgres } = await import('@pgflow/dev-postgres');
  const server = await startPostgres();
  process.env.PGFLOW_TEST_URL = server.url;
  try {
    return await work();
  } finally {
    await dropTemplates(server.url);
    await server.stop();
  }
}
