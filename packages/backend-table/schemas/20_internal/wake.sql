-- Wakes the workers that listen for queues, on the channels pgflow_table:<queue>. A NOTIFY
-- serializes commits, so of the transactions that come here in the same 10 ms one per queue does
-- it. Later ones do not rely on that one: it may stay open, or be rolled back, and then nobody
-- would hear of what was committed meanwhile. Polling is behind it.
create function pgflow_table._wake(queue_ids integer[]) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  if (select s.notify from pgflow_table.settings as s) then
    perform pg_notify('pgflow_table:' || q.queue, '')
    from pgflow_table.queues as q
    where q.queue_id = any (queue_ids)
      and pg_try_advisory_xact_lock(
        hashtext('pgflow_table.wake'),
        hashint4(q.queue_id) # (extract(milliseconds from pgflow._now())::integer / 10));
  end if;
end
$$;
