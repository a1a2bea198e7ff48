-- complete_step_tasks and fail_step_tasks in one transaction and round trip. Returns the outcomes
-- as an array; one of a plainly completed task is left out.
-- security definer: a worker's role has no right on core or on the outbox.
create function pgflow_http.settle_step_tasks(completed jsonb, failed jsonb) returns json
language sql volatile security definer
set search_path = ''
as $$
  select coalesce(json_agg(o), '[]')
  from unnest(pgflow_http._settle(completed, failed)) as o
  where o.outcome <> 'completed'
$$;
