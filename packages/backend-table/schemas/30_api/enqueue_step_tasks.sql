-- Makes a delivery for each task, in the order given; a delayed one is not visible before its time.
-- A task that has one already keeps it, with the new time. Wakes each queue's workers once.
-- Called by orchestration.
create function pgflow_table.enqueue_step_tasks(tasks pgflow.queued_task[]) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_now constant timestamptz := pgflow._now();
  v_inserted integer;
  v_due integer[];
begin
  -- An unknown queue has no number, which the table refuses.
  insert into pgflow_table.deliveries (queue_id, run_id, step_index, task_index, visible_at)
  select q.queue_id, t.run_id, t.step_index, t.task_index, t.visible_at
  from unnest(tasks) with ordinality as t
  left join pgflow_table.queues as q on q.queue = t.queue
  order by t.ordinality
  on conflict do nothing;
  get diagnostics v_inserted = row_count;
  if v_inserted < cardinality(tasks) then
    perform pgflow_table._reschedule(tasks);
  end if;

  select array_agg(distinct q.queue_id) into v_due
  from unnest(tasks) as t
  join pgflow_table.queues as q on q.queue = t.queue
  where t.visible_at <= v_now;
  perform pgflow_table._wake(v_due);
end
$$;
