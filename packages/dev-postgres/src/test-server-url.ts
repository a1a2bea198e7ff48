/** URL of the server that the global setup `@pgflow/dev-postgres/vitest` gives to all tests. */
export function testServerUrl(): string {
  const url = process.env.PGFLOW_TEST_URL;
  if (!url) throw new Error("Add '@pgflow/dev-postgres/vitest' to globalSetup of vitest's config");
  return url;
}
