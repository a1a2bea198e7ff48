-- Wakes the workers that listen for queues, on the channels pgflow_table:<queue>. A NOTIFY
-- serializes commits, so only one transaction per queue does it at a time; polling is behind it.
create function pgflow_table._wake(queue_ids integer[]) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  if (select s.notify from pgflow_table.settings as s) then
    perform pg_notify('pgflow_table:' || q.queue, '')
    from pgflow_table.queues as q
    where q.queue_id = any (queue_ids)
      and pg_try_advisory_xact_lock(hashtext('pgflow_table.wake'), q.queue_id);
  end if;
end
$$;
