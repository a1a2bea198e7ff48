-- Wakes the workers that listen for a queue, on the channel pgflow_pgmq:<queue>. A NOTIFY
-- serializes commits, so only one transaction per queue does it at a time; polling is behind it.
create function pgflow_pgmq._wake(queue text) returns void
language sql volatile
set search_path = ''
as $$
  select pg_notify('pgflow_pgmq:' || queue, '')
  from pgflow_pgmq.settings as s
  where s.notify and pg_try_advisory_xact_lock(hashtext('pgflow_pgmq.wake'), hashtext(queue))
$$;
