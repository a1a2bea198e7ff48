-- How many more calls an endpoint may be in. A call is in flight until each of its tasks is
-- settled, or its time has passed: what a function does after it has answered counts too. While its
-- calls fail, an endpoint gets one at a time, until the tasks of that one are started.
create function pgflow_http._room(endpoint pgflow_http.endpoints) returns integer
language plpgsql volatile
set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  return (
    select least(
      endpoint.max_calls - count(distinct d.call_id),
      case when endpoint.failures > 0
        then 1 - count(distinct d.call_id) filter (where not d.started) end)
    from pgflow_http.queues as q
    join pgflow_http.deliveries as d on d.queue_id = q.queue_id
    where q.flow_slug = endpoint.flow_slug
      and d.call_id is not null and d.visible_at > pgflow._now());
end
$$;
