-- Sends one message per task, which names the task and nothing else; a delayed one is not visible
-- before its time. Wakes each queue's workers once. Called by orchestration.
create function pgflow_pgmq.enqueue_step_tasks(tasks pgflow.queued_task[]) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_now constant timestamptz := pgflow._now();
  v_batch record;
begin
  for v_batch in
    select t.queue, greatest(t.visible_at, v_now) as visible_at,
      array_agg(jsonb_build_array(t.run_id, t.step_index, t.task_index) order by t.ordinality)
        as messages
    from unnest(tasks) with ordinality as t
    group by 1, 2
    order by 1, 2
  loop
    perform pgmq.send_batch(v_batch.queue, v_batch.messages, null, v_batch.visible_at);
    if v_batch.visible_at = v_now then
      perform pgflow_pgmq._wake(v_batch.queue);
    end if;
  end loop;
end
$$;
