import { describeWorkerBackend } from '@pgflow/contract-kit';
import { describe, test } from 'vitest';
import { harness } from './harness.js';

describeWorkerBackend(harness, { describe: describe.concurrent, test });
