import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const packages = fileURLToPath(new URL('../../packages', import.meta.url));

/** Tests of a copy: packages are used from their sources, so nothing has to be built. */
export default defineConfig({
  resolve: {
    alias: [
      { find: '@pgflow/core-sql/process', replacement: `${packages}/core-sql/src/process.ts` },
      { find: /^@pgflow\/(?!dev-postgres)([a-z-]+)$/, replacement: `${packages}/$1/src/index.ts` },
    ],
  },
  test: {
    include: ['tests/**/*.test.ts'],
    reporters: ['json'],
    testTimeout: 12_000,
    hookTimeout: 30_000,
  },
});
