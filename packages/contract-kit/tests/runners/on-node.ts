import { describe, test } from 'node:test';
import { describeStepType } from '@pgflow/contract-kit';
import { harness } from './small-suite.ts';

describeStepType(harness, { describe, test });
