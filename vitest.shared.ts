import type { ViteUserConfig } from 'vitest/config';

/** What the tests of every package share: a Postgres for the run, type tests, counted results. */
export const shared: ViteUserConfig = {
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['@pgflow/dev-postgres/vitest'],
    reporters: ['default', ['json', { outputFile: 'test-results.json' }]],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    typecheck: { enabled: true, include: ['tests/**/*.test-d.ts'], tsconfig: 'tsconfig.json' },
  },
};
