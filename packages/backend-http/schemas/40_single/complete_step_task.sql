-- complete_step_tasks for one result. security definer: as the set form.
create function pgflow_http.complete_step_task(result jsonb) returns pgflow.task_outcome
language sql volatile security definer
set search_path = ''
as $$
  select o from pgflow_http.complete_step_tasks(jsonb_build_array(result)) as o
$$;
