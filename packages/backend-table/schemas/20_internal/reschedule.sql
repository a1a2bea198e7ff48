-- Gives the deliveries of tasks the time of the tasks: of tasks enqueued again, whose old delivery
-- was not removed because a claim held it.
create function pgflow_table._reschedule(tasks pgflow.queued_task[]) returns void
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  update pgflow_table.deliveries as d
  set visible_at = t.visible_at
  from unnest(tasks) as t
  where d.run_id = any (array[t.run_id])
    and d.step_index = t.step_index and d.task_index = t.task_index;
end
$$;
