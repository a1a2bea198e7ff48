import { describeStepType } from '@pgflow/contract-kit';
import { describe, test } from 'vitest';
import { mapHarness } from './harness.js';

describeStepType(mapHarness, { describe: describe.concurrent, test });
