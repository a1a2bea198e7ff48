-- start_step_tasks for one delivery. security definer: as the set form.
create function pgflow_http.start_step_task(
  worker_id uuid,
  delivery text,
  lease_seconds integer
) returns setof pgflow.claimed_task
language sql volatile security definer
set search_path = ''
as $$
  select * from pgflow_http.start_step_tasks(worker_id, array[delivery], lease_seconds)
$$;
