-- Has the deliveries of tasks wait for the time of the tasks, and makes those that are not there:
-- of tasks enqueued again, whose old delivery was not removed because a claim held it.
create function pgflow_http._reschedule(tasks pgflow.queued_task[]) returns void
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_task pgflow.queued_task;
begin
  foreach v_task in array tasks loop
    update pgflow_http.deliveries as d
    set visible_at = v_task.visible_at, due_at = v_task.visible_at, call_id = null, started = false
    where d.run_id = v_task.run_id
      and d.step_index = v_task.step_index and d.task_index = v_task.task_index;
    if not found then
      perform pgflow_http._insert_deliveries(array[v_task]);
    end if;
  end loop;
end
$$;
