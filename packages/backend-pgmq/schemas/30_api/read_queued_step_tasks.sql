-- Reads, claims and returns tasks with their inputs in one round trip: up to quantity, from the
-- first of the queues that has any, so that a task that is to run alone comes alone. The lease of
-- each ends at its visible_at. Locks deliveries, then tasks, and waits for neither.
-- security definer: a worker's role has no right on core or on pgmq.
create function pgflow_pgmq.read_queued_step_tasks(
  worker_id uuid,
  queues text[],
  quantity integer,
  lease_seconds integer
) returns setof pgflow.claimed_task
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  return query
    select * from unnest(pgflow_pgmq._read_queues(worker_id, queues, quantity, lease_seconds));
end
$$;
