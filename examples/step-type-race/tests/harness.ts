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
    [1, 2, 3],
    ['a', 'b'],
  ].map((contestants) => ({
    name: `${contestants.length} contestants`,
    config: { over: 'source' },
    source: contestants,
    tasks: contestants,
    outputs: results,
    output: ([first = []]) => results[Math.min(...first)] ?? null,
  })),
  refused: [{}, null, []].map((source) => ({
    name: `a race over ${JSON.stringify(source)}`,
    config: { over: 'source' },
    source,
    code: 'PF201',
  })),
  // #endregion
};
