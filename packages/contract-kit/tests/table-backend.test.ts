import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'vitest';
import { describeWorkerBackend } from '../src/index.js';
import { createDatabase } from './database.js';

const folder = new URL('./table-backend/', import.meta.url);
const files = readdirSync(folder).sort();
const tableBackendSql = files.map((file) => readFileSync(new URL(file, folder), 'utf8')).join('\n');

describeWorkerBackend(
  {
    backend: 'table',
    schema: 'pgflow_table',
    capabilities: { delivery: 'pull' },
    createDatabase: () => createDatabase(tableBackendSql),
    async countDeliveries(sql, queue) {
      const [row] = await sql<[{ count: number }]>`
        select count(*)::int from pgflow_table.deliveries where queue = ${queue}`;
      return row.count;
    },
    async expireLease(sql, { run_id, step_index, task_index }) {
      await sql`
        update pgflow_table.deliveries set visible_at = clock_timestamp()
        where (run_id, step_index, task_index) = (${run_id}, ${step_index}, ${task_index})`;
    },
    malformed: 'impossible',
  },
  { describe: describe.concurrent, test },
);
