import { defineConfig } from 'vitest/config';

// A Postgres 18 from npm for the whole run, or the server that DATABASE_URL names.
export default defineConfig({
  test: { globalSetup: ['@pgflow/dev-postgres/vitest'], testTimeout: 30_000 },
});
