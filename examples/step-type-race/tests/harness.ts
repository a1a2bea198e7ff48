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
    { contestants: [1, 2, 3], mayFail: 0 },
    { contestants: ['a', 'b'], mayFail: 0 },
    { contestants: [1, 2, 3], mayFail: 1 },
  ].map(({ contestants, mayFail }) => ({
    name: `${contestants.length} contestants, of which ${mayFail} may fail`,
    config: { over: 'source', mayFail },
    source: contestants,
    tasks: contestants,
    outputs: results,
    output: ([first = []]) => results[Math.min(...first)] ?? null,
    ...(mayFail > 0 && { replacements: contestants.map(() => null) }),
  })),
  refused: [{}, null, []].map((source) => ({
    name: `a race over ${JSON.stringify(source)}`,
    config: { over: 'source' },
    source,
    code: 'PF201',
  })),
  // #endregion
};
