import type { WorkerBackendHarness } from '@pgflow/contract-kit';
import { sqlModule as coreModule, migrate } from '@pgflow/core-sql';
import { cloneDatabase, createTemplate, testServerUrl } from '@pgflow/dev-postgres';
import { sqlModule } from '../src/index.js';

const modules = [coreModule, sqlModule];
const sqlTexts = modules.flatMap(({ migrations }) => migrations.map(({ sql }) => sql));

/** What the contract kit has to know of the backend. */
export const httpHarness: WorkerBackendHarness = {
  backend: 'http',
  schema: sqlModule.schema,
  version: sqlModule.version,
  capabilities: { delivery: 'push' },
  async createDatabase() {
    const url = testServerUrl();
    const template = await createTemplate(url, ['http contract', ...sqlTexts], (sql) =>
      migrate(sql, modules),
    );
    return cloneDatabase(url, template);
  },
  async receive(sql, queue, quantity) {
    await sql`select pgflow_http._requeue_lapsed()`;
    const [{ deliveries }] = await sql<[{ deliveries: string[] }]>`
      with batch as materialized (
        select pgflow_http._take_batch(q.queue_id, ${quantity}) as rows
        from pgflow_http.queues as q
        where q.queue = ${queue}
      ), sent as materialized (
        select b.rows, pgflow_http._mark_sent(b.rows,
          nextval('pgflow_http.call_ids'), pgflow._now() + interval '1 minute')
        from batch as b
      )
      select array(
        select (pgflow_http._as_delivery(d, null)).delivery
        from sent as s cross join unnest(s.rows) as d) as deliveries`;
    return deliveries;
  },
  async countDeliveries(sql, queue) {
    const [row] = await sql<[{ count: number }]>`
      select count(*)::int from pgflow_http.deliveries as d
      join pgflow_http.queues as q using (queue_id)
      where q.queue = ${queue}`;
    return row.count;
  },
  async expireLease(sql, { run_id, step_index, task_index }) {
    await sql`
      update pgflow_http.deliveries set visible_at = clock_timestamp()
      where (run_id, step_index, task_index) = (${run_id}, ${step_index}, ${task_index})`;
  },
  malformed: { impossible: 'a delivery is a row with the columns of a task' },
};
