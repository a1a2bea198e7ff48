import type { WorkerBackendHarness } from '@pgflow/contract-kit';
import { sqlModule as coreModule, migrate } from '@pgflow/core-sql';
import { cloneDatabase, createTemplate, testServerUrl } from '@pgflow/dev-postgres';
import { sqlModule, tableBackend } from '../src/index.js';

const modules = [coreModule, sqlModule];
const sqlTexts = modules.flatMap(({ migrations }) => migrations.map(({ sql }) => sql));

/** What the contract kit has to know of the backend. */
export const tableHarness: WorkerBackendHarness = {
  backend: tableBackend.name,
  schema: sqlModule.schema,
  version: sqlModule.version,
  capabilities: { delivery: 'pull' },
  async createDatabase() {
    const url = testServerUrl();
    const template = await createTemplate(url, ['table contract', ...sqlTexts], (sql) =>
      migrate(sql, modules),
    );
    return cloneDatabase(url, template);
  },
  async countDeliveries(sql, queue) {
    const [row] = await sql<[{ count: number }]>`
      select count(*)::int from pgflow_table.deliveries as d
      join pgflow_table.queues as q using (queue_id)
      where q.queue = ${queue}`;
    return row.count;
  },
  async expireLease(sql, { run_id, step_index, task_index }) {
    await sql`
      update pgflow_table.deliveries set visible_at = clock_timestamp()
      where (run_id, step_index, task_index) = (${run_id}, ${step_index}, ${task_index})`;
  },
  malformed: { impossible: 'a delivery is a row with the columns of a task' },
};
