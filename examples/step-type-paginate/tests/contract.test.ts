import { describeStepType } from '@pgflow/contract-kit';
import { describe, test } from 'vitest';
import { paginateHarness } from './harness.js';

describeStepType(paginateHarness, { describe: describe.concurrent, test });
