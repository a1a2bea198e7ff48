-- Counts steps down to no task outstanding that were drained, but are not to be completed for it.
-- Where the type is per_task, that has been done.
create function pgflow._count_drained(decisions pgflow.step_decision[]) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update pgflow.step_states as s
  set remaining_tasks = 0
  from unnest(decisions) as d, pgflow.steps as p, pgflow.step_types as y
  where d.action <> 'complete'
    and s.run_id = any (array[d.run_id]) and s.step_index = d.step_index
    and p.flow_id = s.flow_id and p.step_index = s.step_index
    and y.step_type = p.step_type and not y.per_task;
end
$$;
