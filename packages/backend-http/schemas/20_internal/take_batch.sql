-- Locks the deliveries of a queue that wait longest, up to `quantity`. One whose lease ran out may
-- have killed its worker, so it comes alone. Skips what others hold.
create function pgflow_http._take_batch(queue_id integer, quantity integer)
returns pgflow_http.deliveries[]
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_bitmapscan = off
as $$
declare
  v_batch constant pgflow_http.deliveries[] := array(
    select d
    from pgflow_http.deliveries as d
    where d.queue_id = _take_batch.queue_id and d.call_id is null and d.due_at <= pgflow._now()
    order by d.due_at
    limit quantity
    for no key update skip locked);
  v_alone constant pgflow_http.deliveries[] := array(
    select d from unnest(v_batch) as d where d.started limit 1);
begin
  return case cardinality(v_alone) when 0 then v_batch else v_alone end;
end
$$;
