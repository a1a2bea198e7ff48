-- Sends what this transaction has announced, or wakes the dispatcher. A NOTIFY serializes commits,
-- so of the transactions that commit in the same 10 ms one does it; the dispatcher looks more than
-- once after a wake-up.
create function pgflow_http._at_commit() returns trigger
language plpgsql volatile
set search_path = '' set enable_seqscan = off
as $$
declare
  v_queue_ids integer[];
begin
  with announced as (
    delete from pgflow_http.announcements as a
    where a.xact = pg_current_xact_id()
    returning a.queue_id
  )
  select array_agg(a.queue_id) into v_queue_ids from announced as a;
  if v_queue_ids is null then
    return null;
  end if;

  if pgflow_http._transport() = 'pg_net' then
    perform pgflow_http._send(v_queue_ids, 1000);
  elsif (select s.notify from pgflow_http.settings as s)
    and pg_try_advisory_xact_lock(hashtext('pgflow_http.notify'),
      extract(milliseconds from clock_timestamp())::integer / 10)
  then
    perform pg_notify('pgflow_http:dispatch', '');
  end if;
  return null;
end
$$;
