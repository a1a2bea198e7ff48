import { describeWorkerBackend } from '@pgflow/contract-kit';
import { describe, test } from 'vitest';
import { pgmqHarness } from './harness.js';

describeWorkerBackend(pgmqHarness, { describe: describe.concurrent, test });
