import { sqlModule as backendPgmq } from '@pgflow/backend-pgmq';
import { sqlModule as backendTable, tableBackend } from '@pgflow/backend-table';
import { sqlModule as coreSql, createClient, flow, migrate } from '@pgflow/core-sql';
import { installExtensions } from '@pgflow/dev-postgres';
import { testDatabase } from '@pgflow/dev-postgres/testing';
import { expect, test } from 'vitest';
import { memoryLogger, runWorker } from '../support/run-worker.js';

const modules = [coreSql, backendPgmq, backendTable];
const migrations = modules.flatMap((module) => module.migrations.map(({ sql }) => sql));
const database = testDatabase(['a flow of another backend', ...migrations], async (admin) => {
  await installExtensions(admin, ['pgmq']);
  await migrate(admin, modules);
});

test('a worker that serves a flow of another backend too works on its own', async () => {
  const { sql } = database;
  const foreign = flow('foreign', { backend: 'pgmq' }).step('one', () => 1);
  const own = flow('own', { backend: 'table' }).step('one', () => 1);
  const logger = memoryLogger();
  await runWorker({ flows: [foreign, own], backend: tableBackend, sql, logger });
  for (let round = 0; round < 3; round++) {
    const run = await createClient(sql).start(own, {});
    expect(await run.result({ timeoutMs: 10_000 })).toEqual({ one: 1 });
  }
  expect(logger.lines.filter((line) => line.includes('refused'))).toEqual([]);
});
