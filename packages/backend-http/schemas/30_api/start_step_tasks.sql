-- Claims the tasks whose deliveries a request has brought. One that does not exist, that another
-- transaction holds, that is not due, or whose task cannot be started returns no row. Locks
-- deliveries, then tasks, and waits for neither.
-- security definer: a worker's role has no right on core or on the outbox.
create function pgflow_http.start_step_tasks(
  worker_id uuid,
  deliveries text[],
  lease_seconds integer
) returns setof pgflow.claimed_task
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_deliveries constant pgflow.task_delivery[] := pgflow_http._lock_named(
    deliveries, pgflow._now() + make_interval(secs => lease_seconds));
begin
  if cardinality(v_deliveries) > 0 then
    return query select * from unnest(pgflow_http._claim_deliveries(worker_id, v_deliveries));
  end if;
end
$$;
