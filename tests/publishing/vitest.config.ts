import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { CountReporter } from './count-reporter.mjs';

/** The end to end test of publishing, which takes minutes: `pnpm test:publishing`. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('.', import.meta.url)),
    include: ['*.test.mjs'],
    reporters: ['verbose', new CountReporter()],
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
