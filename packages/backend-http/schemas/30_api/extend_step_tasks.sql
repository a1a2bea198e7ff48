-- A worker's heartbeat: moves the leases of its claims, with core and in the outbox in one
-- transaction, to lease_seconds from now. Answers ok, stale or cancelled per claim; on the last two
-- the worker aborts the handler. claims: [{run_id, step_index, task_index, claim_no, delivery}],
-- may be empty. Locks tasks, then deliveries.
-- security definer: a worker's role has no right on core or on the outbox.
create function pgflow_http.extend_step_tasks(
  worker_id uuid,
  claims jsonb,
  lease_seconds integer
) returns setof pgflow.task_outcome
language plpgsql volatile security definer
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_outcomes pgflow.task_outcome[];
begin
  perform pgflow.heartbeat_worker(worker_id, jsonb_array_length(claims), lease_seconds);
  v_outcomes := array(
    select o from pgflow.extend_step_tasks(
      claims, pgflow._now() + make_interval(secs => lease_seconds)) as o);
  -- Also of one that waits to be sent again, since a start met this call, or one before it.
  update pgflow_http.deliveries as d
  set visible_at = o.visible_at, started = true, call_id = coalesce(d.call_id, 0)
  from unnest(v_outcomes) as o
  where o.outcome = 'ok' and o.visible_at is not null
    and d.run_id = any (array[o.run_id])
    and d.step_index = o.step_index and d.task_index = o.task_index;
  return query select * from unnest(v_outcomes);
end
$$;
