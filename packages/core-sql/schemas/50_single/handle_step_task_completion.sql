-- The output of the task is the output of the step.
create function pgflow_single.handle_step_task_completion(steps pgflow.drained_step[])
returns setof pgflow.step_decision
language sql stable
set search_path = ''
as $$
  select s.run_id, s.step_index, 'complete', 'task', null::jsonb, null::jsonb,
    null::pgflow.task_definition[], null::jsonb
  from unnest(steps) as s
$$;
