import { describe, test } from 'vitest';
import { describeStepType } from '../src/index.js';
import { gateHarness } from './gate.js';

describeStepType(gateHarness, { describe: describe.concurrent, test });
