import { describe, test } from 'vitest';
import { describeWorkerBackend } from '../src/index.js';
import { pulledByHand } from './by-hand.js';

describeWorkerBackend(pulledByHand, { describe: describe.concurrent, test });
