-- There may be something to send on these queues: it is sent when this transaction commits.
create function pgflow_http._announce(queue_ids integer[]) returns void
language plpgsql volatile
set search_path = '' set enable_seqscan = off
as $$
begin
  if coalesce(cardinality(queue_ids), 0) > 0 then
    insert into pgflow_http.announcements (queue_id)
    select q.queue_id
    from unnest(queue_ids) as q (queue_id)
    where exists (
      select from pgflow_http.deliveries as d
      where d.queue_id = q.queue_id and d.call_id is null and d.due_at <= pgflow._now())
    on conflict do nothing;
  end if;
end
$$;
