-- Makes up to `most` calls for what waits on queues (null: on all), as far as the endpoints have
-- room for calls, and returns how many. To an endpoint that another transaction sends to at this
-- moment it makes one at most: what that one sees may be less. For transactions that commit next.
create function pgflow_http._send(queue_ids integer[], most integer) returns integer
language plpgsql volatile
set search_path = '' set enable_seqscan = off
as $$
declare
  v_now constant timestamptz := pgflow._now();
  v_target record;
  v_room integer;
  v_sent integer := 0;
begin
  for v_target in
    select e as endpoint, q as queue
    from pgflow_http.queues as q
    join pgflow_http.endpoints as e on e.flow_slug = q.flow_slug and e.backend = 'http'
    cross join lateral (
      select d.due_at from pgflow_http.deliveries as d
      where d.queue_id = q.queue_id and d.call_id is null and d.due_at <= v_now
      order by d.due_at
      limit 1) as oldest
    where (queue_ids is null or q.queue_id = any (queue_ids))
      and e.paused_until <= v_now and q.paused_until <= v_now
    order by oldest.due_at
  loop
    v_room := least(
      most - v_sent,
      case when pg_try_advisory_xact_lock(
        hashtext('pgflow_http.send'), hashtext((v_target.endpoint).flow_slug)) then most else 1 end,
      pgflow_http._room(v_target.endpoint));
    while v_room > 0 and pgflow_http._send_batch(v_target.endpoint, v_target.queue) loop
      v_room := v_room - 1;
      v_sent := v_sent + 1;
    end loop;
  end loop;
  return v_sent;
end
$$;
