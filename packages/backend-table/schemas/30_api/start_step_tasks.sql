-- Claims the tasks of deliveries that a worker was told of in another way, whether or not they are
-- visible. One that does not exist, that another transaction holds, or whose task cannot be started
-- returns no row. Locks deliveries, then tasks, and waits for neither.
-- security definer: a worker's role has no right on core or on the table.
create function pgflow_table.start_step_tasks(
  worker_id uuid,
  deliveries text[],
  lease_seconds integer
) returns setof pgflow.claimed_task
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_deliveries constant pgflow.task_delivery[] := pgflow_table._lease_named(
    deliveries, pgflow._now() + make_interval(secs => lease_seconds));
begin
  if v_deliveries is not null then
    return query select * from unnest(pgflow_table._claim_deliveries(worker_id, v_deliveries));
  end if;
end
$$;
