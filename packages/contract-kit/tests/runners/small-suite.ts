import type { StepTypeHarness } from '@pgflow/contract-kit';
import { migrate, sqlModule } from '@pgflow/core-sql';
import { cloneDatabase, createTemplate, testServerUrl } from '@pgflow/dev-postgres';

const url = testServerUrl();

/** The harness of the type that core brings; it is wrong where a test wants the suite to fail. */
export const harness: StepTypeHarness = {
  stepType: 'single',
  schema: 'pgflow_single',
  version: sqlModule.version,
  async createDatabase() {
    const key = ['small suite', ...sqlModule.migrations.map(({ sql }) => sql)];
    return cloneDatabase(url, await createTemplate(url, key, (sql) => migrate(sql, [sqlModule])));
  },
  cases: [
    {
      name: 'a number',
      config: {},
      source: 1,
      tasks: [{ source: 1 }],
      outputs: [2],
      output: process.env.WRONG_OUTPUT ? 3 : 2,
    },
  ],
  refused: [],
};
