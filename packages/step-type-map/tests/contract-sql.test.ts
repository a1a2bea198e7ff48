import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { sqlModule as coreSql, migrate } from '@pgflow/core-sql';
import { testDatabase } from '@pgflow/dev-postgres/testing';
import { expect, test } from 'vitest';
import { sqlModule as stepTypeMap } from '../src/index.js';

const require = createRequire(import.meta.url);
const script = readFileSync(require.resolve('@pgflow/contract-kit/pgflow_contract.sql'), 'utf8');
const modules = [coreSql, stepTypeMap];
const migrations = modules.flatMap((module) => module.migrations.map(({ sql }) => sql));
const database = testDatabase(['map contract in SQL', script, ...migrations], async (admin) => {
  await migrate(admin, modules);
  await admin.unsafe(script);
});

test('the step type keeps the laws that are written in SQL', async () => {
  const cases = [
    {
      config: { over: 'source' },
      source: [1, null, []],
      tasks: [1, null, []],
      outputs: ['a', null, 'c'],
      output: ['a', null, 'c'],
    },
    { config: {}, source: [], tasks: [], outputs: [], output: [] },
  ];
  const lines = await database.sql<{ line: string }[]>`
    select * from pgflow_contract.check_step_type(
      'map', ${JSON.stringify(cases)}::text::jsonb) as line`;
  expect(lines.filter(({ line }) => !/^(ok|1\.\.\d+$)/.test(line))).toEqual([]);
  expect(lines.length).toBe(8);
});
