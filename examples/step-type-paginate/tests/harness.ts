import type { StepTypeHarness } from '@pgflow/contract-kit';
import { sqlModule } from '../src/sql-module.js';
import { createDatabase } from './create-database.js';

// #region harness
/** Three pages, whose cursors are of every kind. */
const pages = [
  { items: [1, null], next: 'b' },
  { items: [], next: { after: 2 } },
  { items: [[3]], next: null },
];

export const harness: StepTypeHarness = {
  stepType: 'paginate',
  schema: sqlModule.schema,
  version: sqlModule.version,
  createDatabase,
  cases: [
    {
      name: 'three pages',
      config: { maxPages: 3 },
      source: {},
      tasks: [null, 'b', { after: 2 }],
      outputs: pages,
      output: [1, null, [3]],
    },
    {
      name: 'one page',
      config: {},
      source: {},
      tasks: [null],
      outputs: [{ items: ['only'], next: null }],
      output: ['only'],
    },
  ],
  refused: [],
};
// #endregion
