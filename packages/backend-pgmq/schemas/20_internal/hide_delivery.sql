-- Hides a delivery until a time.
create function pgflow_pgmq._hide_delivery(delivery text, until timestamptz) returns void
language sql volatile
set search_path = ''
as $$
  select pgmq.set_vt(pgflow_pgmq._queue_of(delivery), pgflow_pgmq._msg_id_of(delivery),
    pgflow_pgmq._seconds_until(until))
$$;
