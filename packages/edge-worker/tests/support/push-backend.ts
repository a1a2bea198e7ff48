import { sqlModule as backendTable, tableBackend } from '@pgflow/backend-table';
import {
  type AcceptedRequest,
  sqlModule as coreSql,
  migrate,
  openPushSource,
  readSignedRequest,
  SIGNATURE_HEADER,
  signBody,
  type WorkerBackend,
} from '@pgflow/core-sql';
import { type TestDatabase, testDatabase } from '@pgflow/dev-postgres/testing';
import { sqlModule as stepTypeMap } from '@pgflow/step-type-map';
import type { Sql } from 'postgres';

/** What signs the requests of these tests. */
export const SECRET = 'a secret of the tests';

/** What a source that is pushed to needs besides. */
const SETTLE = `
  create function pgflow_table.settle_step_tasks(completed jsonb, failed jsonb) returns json
  language sql volatile
  as $$
    select coalesce(json_agg(o) filter (where o.outcome <> 'completed'), '[]')
    from unnest(pgflow_table._settle(completed, failed)) as o
  $$`;

/** A database of this test file whose deliveries are brought by the tests. */
export function pushDatabase(): TestDatabase {
  const modules = [coreSql, stepTypeMap, backendTable];
  const migrations = modules.flatMap((module) => module.migrations.map(({ sql }) => sql));
  return testDatabase(['edge-worker push', ...migrations, SETTLE], async (admin) => {
    await migrate(admin, modules);
    await admin.unsafe(SETTLE);
  });
}

/** The table backend's deliveries, brought by signed requests. */
export const pushBackend: WorkerBackend = {
  name: tableBackend.name,
  sqlModule: tableBackend.sqlModule,
  capabilities: { delivery: 'push' },
  openPushSource: (options) => openPushSource(tableBackend.sqlModule.schema, options),
  async acceptRequest(request) {
    const rules = { secrets: [SECRET], windowSeconds: 300, maxBytes: 10_000 };
    return JSON.parse(await readSignedRequest(request, rules));
  },
};

/** A request that brings deliveries. */
export async function bring(url: string, brought: AcceptedRequest): Promise<Request> {
  const body = JSON.stringify(brought);
  const headers = { [SIGNATURE_HEADER]: await signBody(SECRET, body) };
  return new Request(url, { method: 'POST', body, headers });
}

/** What is due, by queue. */
export async function dueDeliveries(sql: Sql): Promise<AcceptedRequest[]> {
  return sql<AcceptedRequest[]>`
    select q.queue, array_agg(concat_ws('/', d.run_id, d.step_index, d.task_index)
      order by d.run_id, d.step_index, d.task_index) as deliveries
    from pgflow_table.deliveries as d
    join pgflow_table.queues as q using (queue_id)
    where d.visible_at <= now()
    group by q.queue`;
}
