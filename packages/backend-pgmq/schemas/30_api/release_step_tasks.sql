-- Gives back claimed tasks that were not begun; they are visible at once and have spent no attempt.
-- claims: [{run_id, step_index, task_index, claim_no, delivery}].
-- Locks tasks, then deliveries. security definer: a worker's role has no right on core or on pgmq.
create function pgflow_pgmq.release_step_tasks(claims jsonb) returns setof pgflow.task_outcome
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_outcomes pgflow.task_outcome[];
begin
  v_outcomes := array(select o from pgflow.release_step_tasks(claims) as o);
  perform pgmq.set_vt(pgflow_pgmq._queue_of(o.delivery), pgflow_pgmq._msg_id_of(o.delivery), 0)
  from unnest(v_outcomes) as o
  where o.outcome = 'ok' and pgflow_pgmq._is_delivery(o.delivery);
  perform pgflow_pgmq._wake(q.queue)
  from (
    select distinct pgflow_pgmq._queue_of(o.delivery) as queue
    from unnest(v_outcomes) as o where o.outcome = 'ok'
  ) as q;
  return query select * from unnest(v_outcomes);
end
$$;
