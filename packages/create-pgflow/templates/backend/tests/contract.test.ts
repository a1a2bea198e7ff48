import { describeWorkerBackend } from '@pgflow/contract-kit';
import { beforeAll, describe, test } from 'vitest';
import { createDatabase } from './create-database.js';
import { harness } from './harness.js';

// SQL that Postgres does not take is one failure, and not one of each case.
beforeAll(async () => {
  await (await createDatabase()).drop();
});

describeWorkerBackend(harness, { describe: describe.concurrent, test });
