import { describe, test } from 'vitest';
import { describeStepType } from '../src/index.js';
import { createDatabase } from './database.js';

describeStepType(
  {
    stepType: 'single',
    schema: 'pgflow_single',
    createDatabase: () => createDatabase(),
    cases: [
      {
        name: 'an object',
        config: {},
        source: { a: [1, 2] },
        tasks: [{ source: { a: [1, 2] } }],
        outputs: [{ b: true }],
        output: { b: true },
      },
      {
        name: 'null',
        config: {},
        source: null,
        tasks: [{ source: null }],
        outputs: [null],
        output: null,
      },
      { name: 'zero', config: {}, source: 0, tasks: [{ source: 0 }], outputs: [0], output: 0 },
    ],
    refused: [],
  },
  { describe: describe.concurrent, test },
);
