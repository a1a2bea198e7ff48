import { describe, test } from 'vitest';
import { describeWorkerBackend } from '../src/index.js';
import { createDatabase } from './database.js';
import { tableBackendSql } from './table-backend/sql.js';

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
