-- Makes up to `most` calls for what waits on queues (null: on all), as far as the endpoints have
-- room for calls, and returns how many. An endpoint whose last call failed gets one at a time.
-- An endpoint that another transaction sends to is passed over, so that no more than max_calls are
-- in flight. run_ids: of a transaction of unknown length, the runs whose locks it has; it sends
-- nothing else, and holds nobody up, so max_calls may be exceeded by one call of each such.
create function pgflow_http._send(
  queue_ids integer[],
  most integer,
  run_ids uuid[] default null
) returns integer
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
    continue when run_ids is null and not pg_try_advisory_xact_lock(
      hashtext('pgflow_http.send'), hashtext((v_target.endpoint).flow_slug));
    v_room := least(most - v_sent, pgflow_http._room(v_target.endpoint));
    while v_room > 0 and pgflow_http._send_batch(v_target.endpoint, v_target.queue, run_ids) loop
      v_room := v_room - 1;
      v_sent := v_sent + 1;
    end loop;
  end loop;
  return v_sent;
end
$$;
