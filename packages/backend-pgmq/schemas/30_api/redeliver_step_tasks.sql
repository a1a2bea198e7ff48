-- Sends a message for each task that has none on its queue, and returns how many. As in
-- cancel_step_tasks, the queue's table is read, and only read, since pgmq finds no message by what
-- it says. Called by orchestration, for tasks that are long overdue.
create function pgflow_pgmq.redeliver_step_tasks(tasks pgflow.queued_task[]) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_batch record;
  v_lost pgflow.queued_task[];
  v_count integer := 0;
begin
  for v_batch in
    select t.queue, array_agg(t order by t.run_id, t.step_index, t.task_index) as tasks
    from unnest(tasks) as t
    group by t.queue
    order by t.queue
  loop
    execute format(
      'select array(
        select t from unnest($1) as t
        where not exists (
          select from pgmq.%I as q
          where q.message = jsonb_build_array(t.run_id, t.step_index, t.task_index)))',
      pgmq.format_table_name(v_batch.queue, 'q'))
    into v_lost using v_batch.tasks;
    perform pgflow_pgmq.enqueue_step_tasks(v_lost);
    v_count := v_count + cardinality(v_lost);
  end loop;
  return v_count;
end
$$;
