import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { httpDatabase } from './support/http-database.js';

const script = createRequire(import.meta.url).resolve('@pgflow/contract-kit/pgflow_contract.sql');
const database = httpDatabase(`${readFileSync(script, 'utf8')}
  create function public.receive(queue text, quantity integer) returns setof text
  language sql volatile as $$
    with batch as materialized (
      select pgflow_http._take_batch(q.queue_id, quantity) as rows
      from pgflow_http.queues as q
      where q.queue = receive.queue
    ), sent as materialized (
      select b.rows, pgflow_http._mark_sent(b.rows,
        nextval('pgflow_http.call_ids'), pgflow._now() + interval '1 minute')
      from batch as b
    )
    select (pgflow_http._as_delivery(d, null)).delivery
    from sent as s cross join unnest(s.rows) as d
  $$;`);

test('the backend keeps the laws that are written in SQL', async () => {
  const lines = await database.sql<{ line: string }[]>`
    select * from pgflow_contract.check_worker_backend('http', 'public.receive') as line`;
  expect(lines.filter(({ line }) => !/^(ok|1\.\.\d+$)/.test(line))).toEqual([]);
  expect(lines.length).toBeGreaterThan(10);
});
