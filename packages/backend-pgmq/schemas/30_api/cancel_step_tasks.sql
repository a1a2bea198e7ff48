-- Withdraws the deliveries of tasks. One that another transaction holds is skipped: the next claim
-- finds its task cancelled and drops it. pgmq has no call that finds a message by what it says, so
-- the queue's table is read (and only read) here; it is as long as the queue is deep.
-- Called by orchestration, for runs that end with deliveries outstanding.
create function pgflow_pgmq.cancel_step_tasks(tasks pgflow.queued_task[]) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_batch record;
  v_msg_ids bigint[];
begin
  for v_batch in
    select t.queue, array_agg(jsonb_build_array(t.run_id, t.step_index, t.task_index)) as messages
    from unnest(tasks) as t
    group by t.queue
    order by t.queue
  loop
    execute format(
      'select array(select q.msg_id from pgmq.%I as q
        where q.message = any ($1) for update skip locked)',
      pgmq.format_table_name(v_batch.queue, 'q'))
    into v_msg_ids using v_batch.messages;
    perform pgmq.delete(v_batch.queue, v_msg_ids);
  end loop;
end
$$;
