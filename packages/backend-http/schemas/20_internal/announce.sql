-- There may be something to send on these queues. With pg_net the calls are made at once, and go
-- out with the commit; run_ids: as for _send. The dispatcher is notified: a NOTIFY serializes
-- commits, so of the transactions that come here in the same 10 ms one does it. Later ones do not
-- rely on that one, which may stay open or be rolled back; the dispatcher also looks once a second.
create function pgflow_http._announce(queue_ids integer[], run_ids uuid[] default null)
returns void
language plpgsql volatile
set search_path = '' set enable_seqscan = off
as $$
declare
  v_now constant timestamptz := pgflow._now();
begin
  if coalesce(cardinality(queue_ids), 0) = 0 or not exists (
    select
    from unnest(queue_ids) as q (queue_id)
    cross join lateral (
      select from pgflow_http.deliveries as d
      where d.queue_id = q.queue_id and d.call_id is null and d.due_at <= v_now
      limit 1) as waiting
  ) then
    return;
  end if;

  if pgflow_http._transport() = 'pg_net' then
    perform pgflow_http._send(queue_ids, 1000, run_ids);
  elsif (select s.notify from pgflow_http.settings as s)
    and pg_try_advisory_xact_lock(
      hashtext('pgflow_http.announce'), extract(milliseconds from v_now)::integer / 10)
  then
    perform pg_notify('pgflow_http:dispatch', '');
  end if;
end
$$;
