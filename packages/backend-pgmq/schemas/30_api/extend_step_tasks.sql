-- A worker's heartbeat: moves the leases of its claims, with core and on the queue in one
-- transaction, to lease_seconds from now. Answers ok, stale or cancelled per claim; on the last two
-- the worker aborts the handler. claims: [{run_id, step_index, task_index, claim_no, delivery}],
-- may be empty. The message's visibility ends a moment after core's lease, never before it.
-- Locks tasks, then deliveries. security definer: a worker's role has no right on core or on pgmq.
create function pgflow_pgmq.extend_step_tasks(
  worker_id uuid,
  claims jsonb,
  lease_seconds integer
) returns setof pgflow.task_outcome
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_outcomes pgflow.task_outcome[];
begin
  perform pgflow.heartbeat_worker(worker_id, jsonb_array_length(claims), lease_seconds);
  v_outcomes := array(
    select o from pgflow.extend_step_tasks(
      claims, clock_timestamp() + make_interval(secs => lease_seconds)) as o);
  perform pgmq.set_vt(
    pgflow_pgmq._queue_of(o.delivery), pgflow_pgmq._msg_id_of(o.delivery), lease_seconds)
  from unnest(v_outcomes) as o
  where o.visible_at is not null and pgflow_pgmq._is_delivery(o.delivery);
  return query select * from unnest(v_outcomes);
end
$$;
