-- One task per step; its input is assembled from the dependencies when it is claimed.
create function pgflow_single.handle_step_start(steps pgflow.ready_step[])
returns setof pgflow.task_definition
language sql stable
set search_path = ''
as $$
  select s.run_id, s.step_index, s.first_index, null::jsonb, null::timestamptz, null::jsonb
  from unnest(steps) as s
$$;
