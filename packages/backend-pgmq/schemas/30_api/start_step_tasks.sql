-- Claims the tasks of deliveries that a worker was told of in another way, whether or not they are
-- visible; they are taken in one order, so that two such calls cannot deadlock. A delivery that
-- does not exist, or whose task cannot be started, returns no row.
-- security definer: a worker's role has no right on core or on pgmq.
create function pgflow_pgmq.start_step_tasks(
  worker_id uuid,
  deliveries text[],
  lease_seconds integer
) returns setof pgflow.claimed_task
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_batch record;
begin
  for v_batch in
    select pgflow_pgmq._queue_of(d) as queue,
      array_agg(row(m.msg_id, m.vt, m.message)::pgflow_pgmq.message order by m.msg_id) as messages
    from (
      select d from unnest(deliveries) as d where pgflow_pgmq._is_delivery(d) order by d
    ) as o (d)
    cross join lateral pgmq.set_vt(
      pgflow_pgmq._queue_of(d), pgflow_pgmq._msg_id_of(d), lease_seconds) as m
    group by 1
    order by 1
  loop
    return query
      select * from unnest(
        pgflow_pgmq._start_messages(worker_id, v_batch.queue, v_batch.messages));
  end loop;
end
$$;
