import type { StepTypeHarness } from '@pgflow/contract-kit';
import { sqlModule as coreModule, migrate } from '@pgflow/core-sql';
import { cloneDatabase, createTemplate, testServerUrl } from '@pgflow/dev-postgres';
import { mapStepType, sqlModule } from '../src/index.js';

const modules = [coreModule, sqlModule];
const sqlTexts = modules.flatMap(({ migrations }) => migrations.map(({ sql }) => sql));
const pages = Array.from({ length: 30 }, (_, index) => `${index} ${'text '.repeat(40)}`);
const elements = [0, false, '', null, [], {}, 'last'];

/** What the contract kit has to know of the step type. */
export const mapHarness: StepTypeHarness = {
  stepType: mapStepType.name,
  schema: sqlModule.schema,
  version: sqlModule.version,
  async createDatabase() {
    const url = testServerUrl();
    const template = await createTemplate(url, ['map contract', ...sqlTexts], (sql) =>
      migrate(sql, modules),
    );
    return cloneDatabase(url, template);
  },
  cases: [
    {
      name: 'over the output of a step',
      config: { over: 'source' },
      source: elements,
      tasks: elements,
      outputs: elements.map((_, index) => ({ index })),
      output: elements.map((_, index) => ({ index })),
    },
    {
      name: "over the run's input",
      config: {},
      source: elements,
      tasks: elements,
      outputs: elements,
      output: elements,
    },
    {
      name: 'over long texts',
      config: { over: 'source' },
      source: pages,
      tasks: pages,
      outputs: pages.map(({ length }) => length),
      output: pages.map(({ length }) => length),
    },
    {
      name: 'over an empty array',
      config: { over: 'source' },
      source: [],
      tasks: [],
      outputs: [],
      output: [],
    },
    {
      name: 'over one element that is an array',
      config: { over: 'source' },
      source: [[1, 2]],
      tasks: [[1, 2]],
      outputs: [null],
      output: [null],
    },
  ],
  refused: [null, {}, 'text', 7].map((source) => ({
    name: `a map over ${JSON.stringify(source)}`,
    config: { over: 'source' },
    source,
    code: 'PF210',
  })),
};
