-- Moves messages that name no task from their queue to the dead letters.
create function pgflow_pgmq._bury_messages(queue text, messages pgflow_pgmq.message[])
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into pgflow_pgmq.dead_letters (queue, msg_id, message, reason, found_at)
  select _bury_messages.queue, m.msg_id, m.message,
    'PF101: the message is not [run_id, step_index, task_index]', pgflow._now()
  from unnest(messages) as m;
  perform pgmq.delete(queue, array(select m.msg_id from unnest(messages) as m));
end
$$;
