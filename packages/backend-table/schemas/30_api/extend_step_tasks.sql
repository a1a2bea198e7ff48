-- A worker's heartbeat: moves the leases of its claims, with core and in the table in one
-- transaction, to lease_seconds from now. Answers ok, stale or cancelled per claim; on the last two
-- the worker aborts the handler. claims: [{run_id, step_index, task_index, claim_no, delivery}],
-- may be empty. Locks tasks, then deliveries.
-- security definer: a worker's role has no right on core or on the table.
create function pgflow_table.extend_step_tasks(
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
      claims, pgflow._now() + make_interval(secs => lease_seconds)) as o);
  perform pgflow_table._move_deliveries(v_outcomes);
  return query select * from unnest(v_outcomes);
end
$$;
