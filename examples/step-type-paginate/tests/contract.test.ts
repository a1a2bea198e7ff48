import { describeStepType } from '@pgflow/contract-kit';
import { describe, test } from 'vitest';
import { harness } from './harness.js';

describeStepType(harness, { describe: describe.concurrent, test });
