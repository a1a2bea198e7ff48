import { describeWorkerBackend } from '@pgflow/contract-kit';
import { describe, test } from 'vitest';
import { tableHarness } from './harness.js';

describeWorkerBackend(tableHarness, { describe: describe.concurrent, test });
