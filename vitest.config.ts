import { defineConfig } from 'vitest/config';
import { shared } from './vitest.shared.ts';

/** The tests of the repository's own scripts; packages have configurations of their own. */
export default defineConfig({
  test: { ...shared.test, include: ['scripts/tests/*.test.mjs'], globalSetup: [], typecheck: {} },
});
