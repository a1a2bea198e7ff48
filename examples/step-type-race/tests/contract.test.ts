import { describeStepType } from '@pgflow/contract-kit';
import { describe, test } from 'vitest';
import { raceHarness } from './harness.js';

describeStepType(raceHarness, { describe: describe.concurrent, test });
