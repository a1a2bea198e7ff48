-- One table holds all queues.
create function pgflow_table.prepare_queues(queues text[]) returns void
language sql volatile
set search_path = ''
as $$
  select
$$;

create function pgflow_table.enqueue_step_tasks(tasks pgflow.queued_task[]) returns void
language sql volatile
set search_path = ''
as $$
  insert into pgflow_table.deliveries (queue, run_id, step_index, task_index, visible_at)
  select t.queue, t.run_id, t.step_index, t.task_index, t.visible_at
  from (
    select distinct on (t.run_id, t.step_index, t.task_index) t.* from unnest(tasks) as t
  ) as t
  on conflict on constraint deliveries_pkey do update set visible_at = excluded.visible_at
$$;

-- What a claim holds is skipped; the next claim finds its task cancelled and drops it.
create function pgflow_table.cancel_step_tasks(tasks pgflow.queued_task[]) returns void
language sql volatile
set search_path = ''
as $$
  with free as (
    select d.run_id, d.step_index, d.task_index
    from unnest(tasks) as t
    join pgflow_table.deliveries as d
      on d.run_id = t.run_id and d.step_index = t.step_index and d.task_index = t.task_index
    for update of d skip locked
  )
  delete from pgflow_table.deliveries as d
  using free as f
  where d.run_id = f.run_id and d.step_index = f.step_index and d.task_index = f.task_index
$$;
