-- The deliveries of a call that no worker has started.
create function pgflow_http._unstarted(call_id bigint) returns setof pgflow_http.deliveries
language plpgsql stable
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  return query
    select d.*
    from pgflow_http.queues as q
    join pgflow_http.deliveries as d on d.queue_id = q.queue_id
    where d.call_id = _unstarted.call_id and not d.started;
end
$$;
