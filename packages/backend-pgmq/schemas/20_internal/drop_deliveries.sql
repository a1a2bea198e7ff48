-- Deletes deliveries from their queues; a text that is none of ours is passed over. pgmq plans each
-- deletion anew; the switch keeps it from reading a whole queue.
create function pgflow_pgmq._drop_deliveries(deliveries text[]) returns void
language plpgsql volatile
set search_path = '' set enable_seqscan = off
as $$
declare
  v_batch record;
begin
  for v_batch in
    select q.queue, d.msg_ids
    from (
      select pgflow_pgmq._queue_of(d) as queue, array_agg(pgflow_pgmq._msg_id_of(d)) as msg_ids
      from unnest(deliveries) as d
      where pgflow_pgmq._looks_like_delivery(d)
      group by 1
    ) as d
    join pgflow_pgmq.queues as q on q.queue = d.queue
    order by 1
  loop
    perform pgmq.delete(v_batch.queue, v_batch.msg_ids);
  end loop;
end
$$;
