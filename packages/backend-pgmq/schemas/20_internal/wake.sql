-- Wakes the workers that listen for a queue, on the channel pgflow_pgmq:<queue>. A NOTIFY
-- serializes commits, so of the transactions that come here in the same 10 ms one per queue does
-- it. Later ones do not rely on that one: it may stay open, or be rolled back, and then nobody
-- would hear of what was committed meanwhile. Polling is behind it.
create function pgflow_pgmq._wake(queue text) returns void
language sql volatile
set search_path = ''
as $$
  select pg_notify('pgflow_pgmq:' || queue, '')
  from pgflow_pgmq.settings as s
  where s.notify and pg_try_advisory_xact_lock(
    hashtext('pgflow_pgmq.wake'),
    hashtext(queue) # (extract(milliseconds from pgflow._now())::integer / 10))
$$;
