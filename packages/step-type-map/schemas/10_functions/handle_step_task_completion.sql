-- The outputs of the tasks, in the order of the elements, are the output of the step.
create function pgflow_map.handle_step_task_completion(steps pgflow.drained_step[])
returns setof pgflow.step_decision
language sql stable
set search_path = ''
as $$
  select s.run_id, s.step_index, 'complete', 'tasks', null::jsonb, null::jsonb,
    null::pgflow.task_definition[], null::jsonb
  from unnest(steps) as s
$$;
