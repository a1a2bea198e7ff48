import { defineConfig } from 'vitest/config';
import { shared } from '../../vitest.shared.ts';

// Nothing here needs a Postgres.
export default defineConfig({ test: { ...shared.test, globalSetup: [] } });
