-- Makes a waiting delivery for each task, in the order given. Raises unique_violation for a task
-- that has one, and not_null_violation for an unknown queue, which has no number.
create function pgflow_http._insert_deliveries(tasks pgflow.queued_task[]) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into pgflow_http.deliveries
    (queue_id, run_id, step_index, task_index, due_at, visible_at)
  select q.queue_id, t.run_id, t.step_index, t.task_index, t.visible_at, t.visible_at
  from unnest(tasks) with ordinality as t
  left join pgflow_http.queues as q on q.queue = t.queue
  order by t.ordinality;
end
$$;
