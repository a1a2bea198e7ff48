-- Makes a delivery for each task, in the order given; a delayed one is not visible before its time.
-- A task that has one already keeps it, with the new time. Wakes each queue's workers once.
-- Called by orchestration.
create function pgflow_table.enqueue_step_tasks(tasks pgflow.queued_task[]) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_now constant timestamptz := pgflow._now();
  v_due integer[];
begin
  -- Almost never is there one already, and `on conflict` would cost each row a write of its own.
  begin
    perform pgflow_table._insert_deliveries(tasks);
  exception when unique_violation then
    perform pgflow_table._reschedule(tasks);
  end;

  select array_agg(distinct q.queue_id) into v_due
  from unnest(tasks) as t
  join pgflow_table.queues as q on q.queue = t.queue
  where t.visible_at <= v_now;
  perform pgflow_table._wake(v_due);
end
$$;
