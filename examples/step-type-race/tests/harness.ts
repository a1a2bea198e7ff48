import type { StepTypeHarness } from '@pgflow/contract-kit';
import { sqlModule } from '../src/sql-module.js';
import { createDatabase } from './create-database.js';

const results = ['red', null, 'blue'];

export const harness: StepTypeHarness = {
  stepType: 'race',
  schema: sqlModule.schema,
  version: sqlModule.version,
  capabilities: { per_task: true },
  createDatabase,
  // #region cases
  cases: [
    {
      name: 'three contestants',
      config: { over: 'source' },
      source: [1, 2, 3],
      tasks: [1, 2, 3],
      outputs: results,
      output: ([first = []]) => results[Math.min(...first)] ?? null,
    },
    {
      name: 'one of three may fail',
      config: { over: 'source', mayFail: 1 },
      source: [1, 2, 3],
      tasks: [1, 2, 3],
      outputs: results,
      output: ([first = []]) => results[Math.min(...first)] ?? null,
    },
  ],
  refused: [{}, null, []].map((source) => ({
    name: `a race over ${JSON.stringify(source)}`,
    config: { over: 'source' },
    source,
    code: 'PF201',
  })),
  // #endregion
};
