import { describe, test } from 'vitest';
import { describeWorkerBackend } from '../src/index.js';
import { pushedByHand } from './by-hand.js';

describeWorkerBackend(pushedByHand, { describe: describe.concurrent, test });
