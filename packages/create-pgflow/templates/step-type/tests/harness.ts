import type { StepTypeHarness } from '@pgflow/contract-kit';
import type { Json } from '@pgflow/core-sql';
import { sqlModule } from '../src/sql-module.js';
import { createDatabase } from './create-database.js';

// #region harness
const wrong: Json[] = [{}, { times: -1 }, { times: 2.5 }, { times: 1000 }, { times: '3' }];

/** What the contract kit has to know: examples of what a step does, and steps that are refused. */
export const harness: StepTypeHarness = {
  stepType: 'my_thing',
  version: sqlModule.version,
  schema: sqlModule.schema,
  createDatabase,
  cases: [
    {
      name: 'three times',
      config: { times: 3 },
      source: null,
      tasks: [1, 2, 3],
      outputs: ['a', 'b', 'c'],
      output: ['a', 'b', 'c'],
    },
    { name: 'once', config: { times: 1 }, source: null, tasks: [1], outputs: [{}], output: [{}] },
    { name: 'never', config: { times: 0 }, source: null, tasks: [], outputs: [], output: [] },
  ],
  refused: wrong.map((config) => ({
    name: `a config of ${JSON.stringify(config)}`,
    config,
    source: null,
    code: 'PF201',
  })),
};
// #endregion
