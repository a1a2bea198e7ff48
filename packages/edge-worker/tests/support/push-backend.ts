import { tableBackend } from '@pgflow/backend-table';
import {
  type AcceptedRequest,
  openPushSource,
  readSignedRequest,
  SIGNATURE_HEADER,
  signBody,
  type WorkerBackend,
} from '@pgflow/core-sql';
import type { Sql } from 'postgres';

/** What signs the requests of these tests. */
export const SECRET = 'a secret of the tests';

/** The table backend's deliveries, brought by signed requests. */
export const pushBackend: WorkerBackend = {
  name: tableBackend.name,
  sqlModule: tableBackend.sqlModule,
  capabilities: { delivery: 'push' },
  openPushSource: (options) => openPushSource(tableBackend.sqlModule.schema, options),
  async acceptRequest(request) {
    const rules = { secrets: [SECRET], windowSeconds: 300, maxBytes: 50_000 };
    return JSON.parse(await readSignedRequest(request, rules));
  },
};

/** A request that brings deliveries. */
export async function bringing(url: string, brought: AcceptedRequest): Promise<Request> {
  const body = JSON.stringify(brought);
  const headers = { [SIGNATURE_HEADER]: await signBody(SECRET, body) };
  return new Request(url, { method: 'POST', body, headers });
}

/** What is due of a flow, of the first queue that has any; undefined where none has. */
export async function dueOf(sql: Sql, flowSlug: string): Promise<AcceptedRequest | undefined> {
  const [due] = await sql<AcceptedRequest[]>`
    select q.queue, array_agg(concat_ws('/', d.run_id, d.step_index, d.task_index)
      order by d.run_id, d.step_index, d.task_index) as deliveries
    from pgflow_table.deliveries as d
    join pgflow_table.queues as q using (queue_id)
    join pgflow.runs as r using (run_id)
    join pgflow.flows as f using (flow_id)
    where d.visible_at <= now() and f.flow_slug = ${flowSlug}
    group by q.queue
    limit 1`;
  return due;
}
