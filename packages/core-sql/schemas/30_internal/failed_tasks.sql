-- The one constructor of failed_task: tasks that have used up their attempts, with their type's
-- schema, or null where the type has no handle_step_task_failure.
create function pgflow._failed_tasks(outcomes pgflow.task_outcome[])
returns table (schema_name name, failed pgflow.failed_task)
language sql stable
set search_path = ''
as $$
  select case when y.has_task_failure then y.schema_name end,
    row(t.run_id, t.step_index, t.task_index, t.flow_id, d.step_slug, d.config, t.error)
      ::pgflow.failed_task
  from unnest(outcomes) as o
  join pgflow.step_tasks as t
    on t.run_id = any (array[o.run_id])
      and t.step_index = o.step_index and t.task_index = o.task_index
  join pgflow.steps as d on d.flow_id = t.flow_id and d.step_index = t.step_index
  join pgflow.step_types as y on y.step_type = d.step_type
  where o.outcome = 'failed'
$$;
