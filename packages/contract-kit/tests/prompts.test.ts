import { describe, test } from 'vitest';
import { describeStepType } from '../src/index.js';
import { promptsHarness } from './prompts.js';

describeStepType(promptsHarness, { describe: describe.concurrent, test });
