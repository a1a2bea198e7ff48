import type { StepTypeHarness } from '@pgflow/contract-kit';
import { sqlModule as core, migrate } from '@pgflow/core-sql';
import { cloneDatabase, createTemplate, testServerUrl } from '@pgflow/dev-postgres';
import { raceStepType, sqlModule } from '../src/index.js';

const modules = [core, sqlModule];
const sqlTexts = modules.flatMap(({ migrations }) => migrations.map(({ sql }) => sql));
const results = ['red', null, 'blue'];

export const raceHarness: StepTypeHarness = {
  stepType: raceStepType.name,
  schema: sqlModule.schema,
  version: sqlModule.version,
  capabilities: { per_task: true },
  async createDatabase() {
    const url = testServerUrl();
    const template = await createTemplate(url, ['race', ...sqlTexts], (sql) =>
      migrate(sql, modules),
    );
    return cloneDatabase(url, template);
  },
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
  ],
  refused: [{}, null, []].map((source) => ({
    name: `a race over ${JSON.stringify(source)}`,
    config: { over: 'source' },
    source,
    code: 'PF201',
  })),
  // #endregion
};
