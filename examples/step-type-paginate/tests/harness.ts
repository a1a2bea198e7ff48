import type { StepTypeHarness } from '@pgflow/contract-kit';
import { sqlModule as core, migrate } from '@pgflow/core-sql';
import { cloneDatabase, createTemplate, testServerUrl } from '@pgflow/dev-postgres';
import { paginateStepType, sqlModule } from '../src/index.js';

const modules = [core, sqlModule];
const sqlTexts = modules.flatMap(({ migrations }) => migrations.map(({ sql }) => sql));

// #region harness
/** Three pages, whose cursors are of every kind. */
const pages = [
  { items: [1, null], next: 'b' },
  { items: [], next: { after: 2 } },
  { items: [[3]], next: null },
];

export const paginateHarness: StepTypeHarness = {
  stepType: paginateStepType.name,
  schema: sqlModule.schema,
  version: sqlModule.version,
  async createDatabase() {
    const url = testServerUrl();
    const template = await createTemplate(url, ['paginate', ...sqlTexts], (sql) =>
      migrate(sql, modules),
    );
    return cloneDatabase(url, template);
  },
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
