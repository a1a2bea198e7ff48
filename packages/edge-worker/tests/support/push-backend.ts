import { httpBackend } from '@pgflow/backend-http';
import { type AcceptedRequest, SIGNATURE_HEADER, signBody } from '@pgflow/core-sql';
import type { Sql } from 'postgres';

/** What signs the requests of these tests. */
export const SECRET = 'a secret of the tests';

/** The backend whose deliveries the tests bring themselves, in the place of a transport. */
export const pushBackend = httpBackend({ secret: SECRET, windowSeconds: 300 });

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
    from pgflow_http.deliveries as d
    join pgflow_http.queues as q using (queue_id)
    where d.visible_at <= now() and q.flow_slug = ${flowSlug}
    group by q.queue
    limit 1`;
  return due;
}
