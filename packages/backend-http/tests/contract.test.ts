import { describeWorkerBackend } from '@pgflow/contract-kit';
import { describe, test } from 'vitest';
import { httpHarness } from './harness.js';

describeWorkerBackend(httpHarness, { describe: describe.concurrent, test });
