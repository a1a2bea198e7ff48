-- Reads up to quantity messages of one queue and claims their tasks. Raises PF103 for a queue that
-- is none of ours, since what names no task would be buried. pgmq plans each read anew; the switch
-- keeps it from reading a whole queue where its statistics are old.
create function pgflow_pgmq._read_queue(
  worker_id uuid,
  queue text,
  quantity integer,
  lease_seconds integer
) returns pgflow.claimed_task[]
language plpgsql volatile
set search_path = '' set enable_seqscan = off
as $$
declare
  v_messages pgflow_pgmq.message[];
begin
  if not exists (select from pgflow_pgmq.queues as q where q.queue = _read_queue.queue) then
    raise exception using errcode = 'PF103', message = format('there is no queue "%s"', queue),
      hint = 'start_worker tells which queues the flows of a worker have.';
  end if;
  v_messages := array(
    select row(m.msg_id, m.vt, m.message)::pgflow_pgmq.message
    from pgmq.read(queue, lease_seconds, quantity) as m
    order by m.msg_id);
  if cardinality(v_messages) = 0 then
    return '{}';
  end if;
  return pgflow_pgmq._start_messages(worker_id, queue, v_messages);
end
$$;
