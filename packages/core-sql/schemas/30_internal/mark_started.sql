-- Marks steps started, which wait for nothing then, and counts their tasks. The caller holds the
-- runs.
create function pgflow._mark_started(steps pgflow.started_step[]) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update pgflow.step_states as ss
  set status = 'started', started_at = pgflow._now(), remaining_deps = 0,
    task_count = ss.task_count + s.tasks,
    remaining_tasks = ss.remaining_tasks + s.tasks,
    next_task_index = ss.next_task_index + s.handed_over
  from unnest(steps) as s
  where ss.run_id = any (array[s.run_id]) and ss.step_index = s.step_index;
end
$$;
